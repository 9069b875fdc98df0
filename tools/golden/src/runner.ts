import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Comparison } from './comparison.js';
import type { GoldenCase, GoldenFile } from './format.js';
import type { CaseOutcome, GoldenResult, GoldenSuite } from './suite.js';

/** The results of one golden file. */
export interface GoldenFileResults {
  /** Its path below the directory. */
  readonly file: string;
  /** Whether a suite covers files of its kind; if none does, no case is. */
  readonly covered: boolean;
  readonly results: readonly GoldenResult[];
}

/** Runs one case of a file; without a suite it is uncovered. */
export async function runGoldenCase(
  goldenCase: GoldenCase,
  file: GoldenFile,
  suite: GoldenSuite | undefined,
): Promise<GoldenResult> {
  const comparison = new Comparison();
  try {
    const uncovered = { uncovered: 'no suite covers this file' };
    const outcome = suite ? await suite.run(goldenCase, { file, comparison }) : uncovered;
    return resultOf(goldenCase.name, outcome, comparison);
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name: goldenCase.name, status: 'failed', detail };
  }
}

function resultOf(name: string, outcome: CaseOutcome, comparison: Comparison): GoldenResult {
  if (comparison.mismatches.length > 0) return { name, status: 'failed', detail: comparison.mismatches.join('\n') };
  if (outcome) return { name, status: 'uncovered', detail: outcome.uncovered };
  if (comparison.compared === 0) return { name, status: 'failed', detail: 'the case compared nothing' };
  return { name, status: 'passed', detail: `${comparison.compared} values` };
}

/**
 * Runs every golden file (`*.json`) of a directory and of those below it.
 * @throws {Error} if the directory cannot be read, holds no golden file, or a file is not in the format.
 */
export async function runGoldenDirectory(
  directory: string,
  suites: readonly GoldenSuite[],
  onFile: (results: GoldenFileResults) => void,
): Promise<GoldenFileResults[]> {
  const names = (await readdir(directory, { recursive: true })).filter((name) => name.endsWith('.json')).sort();
  if (names.length === 0) throw new Error(`no golden files (*.json) in ${directory}`);
  const all: GoldenFileResults[] = [];
  for (const name of names) {
    const file = await readGoldenFile(join(directory, name));
    const suite = suites.find((candidate) => candidate.file === file.file.replace(/\.json$/, ''));
    const results: GoldenResult[] = [];
    for (const goldenCase of file.cases) results.push(await runGoldenCase(goldenCase, file, suite));
    all.push({ file: name, covered: suite !== undefined, results });
    onFile(all.at(-1)!);
  }
  return all;
}

/**
 * Reads a golden file.
 * @throws {Error} if it is not in the format.
 */
export async function readGoldenFile(path: string): Promise<GoldenFile> {
  const text = await readFile(path, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const file = value as Partial<GoldenFile>;
  if (typeof file?.file !== 'string' || typeof file.seed !== 'number' || !Array.isArray(file.cases)) {
    throw new Error(`${path}: expected a golden file with "file", "seed" and "cases"; see the format's README`);
  }
  return file as GoldenFile;
}
