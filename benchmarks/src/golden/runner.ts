import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Comparison } from './comparison.js';
import type { GoldenFile } from './format.js';
import type { GoldenResult, GoldenSuite } from './suite.js';

/** The results of one golden file. */
export interface GoldenFileResults {
  readonly file: string;
  readonly results: readonly GoldenResult[];
}

/** Runs every case of one file. A file that no suite covers counts its cases as uncovered. */
export async function runGoldenFile(file: GoldenFile, suites: readonly GoldenSuite[]): Promise<GoldenResult[]> {
  const suite = suites.find((candidate) => candidate.file === file.file.replace(/\.json$/, ''));
  const results: GoldenResult[] = [];
  for (const goldenCase of file.cases) {
    const comparison = new Comparison();
    if (!suite) {
      results.push({ name: goldenCase.name, status: 'uncovered', detail: 'no suite covers this file' });
      continue;
    }
    try {
      const outcome = await suite.run(goldenCase, { file, comparison });
      results.push(resultOf(goldenCase.name, outcome, comparison));
    } catch (error) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      results.push({ name: goldenCase.name, status: 'failed', detail });
    }
  }
  return results;
}

function resultOf(
  name: string,
  outcome: Awaited<ReturnType<GoldenSuite['run']>>,
  comparison: Comparison,
): GoldenResult {
  if (comparison.mismatches.length > 0) return { name, status: 'failed', detail: comparison.mismatches.join('\n') };
  if (outcome && 'uncovered' in outcome) return { name, status: 'uncovered', detail: outcome.uncovered };
  if (outcome && 'exception' in outcome) return { name, status: 'exception', detail: outcome.exception };
  if (comparison.compared === 0) return { name, status: 'failed', detail: 'the case compared nothing' };
  return { name, status: 'passed', detail: `${comparison.compared} values` };
}

/**
 * Runs every `*.json` golden file of a directory.
 * @throws {Error} if the directory cannot be read, holds no golden file, or a file is not in the format.
 */
export async function runGoldenDirectory(
  directory: string,
  suites: readonly GoldenSuite[],
  onFile: (results: GoldenFileResults) => void,
): Promise<GoldenFileResults[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
  if (names.length === 0) throw new Error(`no golden files (*.json) in ${directory}`);
  const all: GoldenFileResults[] = [];
  for (const name of names) {
    const file = parseGoldenFile(await readFile(join(directory, name), 'utf8'), join(directory, name));
    const results = { file: name, results: await runGoldenFile(file, suites) };
    onFile(results);
    all.push(results);
  }
  return all;
}

function parseGoldenFile(text: string, path: string): GoldenFile {
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
