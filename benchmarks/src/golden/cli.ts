import * as tf from '@tensorflow/tfjs';
import { goldenSuites } from './registry.js';
import { type GoldenFileResults, runGoldenDirectory } from './runner.js';
import type { GoldenResult } from './suite.js';

const usage = `Usage: pnpm golden DIR [--backend onnx|cpu]

Runs every case of the golden reference files (*.json) in DIR at the format's tolerances.
The exit code is 0 only if no case failed.`;

const marks: Readonly<Record<GoldenResult['status'], string>> = {
  passed: 'ok      ',
  failed: 'FAILED  ',
  uncovered: 'uncovered',
  exception: 'exception',
};

function printFile({ file, results }: GoldenFileResults): void {
  console.log(`\n${file}`);
  for (const { name, status, detail } of results) {
    console.log(`  ${marks[status]} ${name}${status === 'passed' ? ` (${detail})` : ''}`);
    if (status !== 'passed' && detail) console.log(detail.replace(/^/gm, '           '));
  }
}

function parseArguments(argv: readonly string[]): { directory: string; backend: string } {
  const rest = [...argv];
  const at = rest.indexOf('--backend');
  const backend = at < 0 ? 'onnx' : rest.splice(at, 2)[1];
  const [directory, ...extra] = rest;
  if (!directory || extra.length > 0 || directory.startsWith('-') || !backend || !['cpu', 'onnx'].includes(backend)) {
    throw new Error(`expected one directory, found "${argv.join(' ')}"\n\n${usage}`);
  }
  return { directory, backend };
}

async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    console.log(usage);
    return 0;
  }
  const { directory, backend } = parseArguments(argv);
  tf.enableProdMode();
  if (backend === 'onnx') await import('@polyvae/backend-onnx');
  await tf.setBackend(backend);
  const files = await runGoldenDirectory(directory, goldenSuites, printFile);
  const results = files.flatMap((file) => file.results);
  const count = (status: GoldenResult['status']): number => results.filter((r) => r.status === status).length;
  console.log(
    `\non the ${backend} backend: ${count('uncovered')} not covered yet, ${count('exception')} exceptions (reasons above)`,
  );
  console.log(`${count('passed')} passed, ${count('failed')} failed`);
  return count('failed') > 0 ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`golden: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
