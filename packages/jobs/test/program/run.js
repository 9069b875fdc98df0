// Runs jobs in two processes: node run.js ROOT JOBS OPTIONS BEGUN. Prints `begun` when so many have done a part, if any are
// asked for, else when the first makes progress; then the outcomes.
import { JobStore, job, runJobs } from '@polyvae/jobs';
import { kinds } from './kinds.js';

const [root, list, options, wanted] = process.argv.slice(2);
/** @type {{ kind: string, label: string, config: unknown, needs?: number[] }[]} */
const specs = JSON.parse(list);
const jobs = [];
for (const { kind, needs = [], ...spec } of specs) {
  jobs.push(
    job(
      kinds.find((one) => one.kind === kind),
      { ...spec, needs: needs.map((i) => jobs[i]) },
    ),
  );
}
const abort = new AbortController();
process.on('SIGINT', () => abort.abort());
let printed = false;
const begun = new Set();
const outcomes = await runJobs(jobs, {
  store: new JobStore(root),
  workers: { count: 2, module: new URL('./kinds.js', import.meta.url), options: JSON.parse(options), threads: 3 },
  signal: abort.signal,
  events: {
    onProgress({ label }, { done }) {
      if (wanted === '0' || done > 0) begun.add(label);
      if (printed || begun.size < Math.max(1, Number(wanted))) return;
      process.stdout.write('begun\n');
      printed = true;
    },
  },
});
const shown = outcomes.map(({ job: { label }, state, record, reason }) => ({ label, state, record, reason }));
process.stdout.write(`${JSON.stringify(shown)}\n`);
