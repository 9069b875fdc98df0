import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { goldenSuites } from './registry.js';
import { type GoldenFileResults, runGoldenDirectory } from './runner.js';
import type { GoldenResult } from './suite.js';

const usage = `Usage: pnpm golden [DIR] [--backend onnx|cpu]

Runs every case of the golden reference files (**/*.json) in DIR at the format's tolerances; without DIR those that the
repository carries along, a small part. The exit code is 0 only if no case failed.`;

/** The part of the reference values that the repository carries along. */
const fixture = fileURLToPath(new URL('../fixtures/reference', import.meta.url));

const marks: Readonly<Record<GoldenResult['status'], string>> = {
  passed: 'ok      ',
  failed: 'FAILED  ',
  uncovered: 'uncovered',
};

function printFile({ file, covered, results }: GoldenFileResults): void {
  console.log(`\n${file}`);
  if (!covered) {
    console.log(`  uncovered, no suite covers this file: ${results.map(({ name }) => name).join(', ')}`);
    return;
  }
  for (const { name, status, detail } of results) {
    console.log(`  ${marks[status]} ${name}${status === 'passed' ? ` (${detail})` : ''}`);
    if (status !== 'passed' && detail) console.log(detail.replace(/^/gm, '           '));
  }
}

function parseArguments(argv: string[]): { directory: string; backend: string; help: boolean } {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { backend: { type: 'string', default: 'onnx' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  const [directory = fixture, ...extra] = positionals;
  if (extra.length > 0 || !['cpu', 'onnx'].includes(values.backend)) {
    throw new Error(`expected at most one directory and a backend, found "${argv.join(' ')}"\n\n${usage}`);
  }
  return { directory, ...values };
}

async function main(argv: string[]): Promise<number> {
  const { directory, backend, help } = parseArguments(argv);
  if (help) {
    console.log(usage);
    return 0;
  }
  tf.enableProdMode();
  if (backend === 'onnx') await import('@polyvae/backend-onnx');
  await tf.setBackend(backend);
  const files = await runGoldenDirectory(directory, goldenSuites, printFile);
  const results = files.filter(({ covered }) => covered).flatMap((file) => file.results);
  const count = (status: GoldenResult['status']): number => results.filter((r) => r.status === status).length;
  const others = files.filter(({ covered }) => !covered);
  console.log(`\non the ${backend} backend: ${count('uncovered')} not covered (reasons above)`);
  if (others.length > 0) {
    const cases = others.reduce((sum, file) => sum + file.results.length, 0);
    console.log(`${others.length} files, ${cases} cases without a suite: ${others.map(({ file }) => file).join(', ')}`);
  }
  console.log(`${count('passed')} passed, ${count('failed')} failed`);
  return count('failed') > 0 ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`golden: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
