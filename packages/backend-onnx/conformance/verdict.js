/** tfjs-core 4.22 has 4,225; a run with fewer than this has lost some. */
const FEWEST = 4_200;

/**
 * Judges a run of the suite.
 * @param {readonly { name: string, status: string, messages: string[] }[]} results One a test.
 * @param {Readonly<Record<string, string>>} exclusions Reasons by full name.
 * @param {boolean} whole Whether all tests were asked for.
 * @returns {{ counts: { ran: number, passed: number, failed: number, excluded: number }, problems: string[] }}
 */
export function judge(results, exclusions, whole) {
  const counts = { ran: 0, passed: 0, failed: 0, excluded: 0 };
  const problems = [];
  const names = new Set();
  for (const { name, status, messages } of results) {
    names.add(name);
    if (status !== 'passed' && status !== 'failed') continue;
    counts.ran++;
    const reason = exclusions[name];
    if (status === 'passed') {
      counts.passed++;
      if (reason) problems.push(`PASSED  ${name}\n        although it is excluded: ${reason}`);
    } else if (reason) counts.excluded++;
    else {
      counts.failed++;
      problems.push(`FAILED  ${name}\n        ${messages.join('\n').replaceAll('\n', '\n        ')}`);
    }
  }
  for (const name of Object.keys(exclusions)) {
    if (!names.has(name)) problems.push(`MISSING ${name}\n        is excluded but does not exist`);
  }
  if (whole && counts.ran < FEWEST) problems.push(`Only ${counts.ran} tests ran; expected at least ${FEWEST}.`);
  return { counts, problems };
}
