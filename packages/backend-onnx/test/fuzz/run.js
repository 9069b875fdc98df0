#!/usr/bin/env node
// Compares random programs on 'onnx' and 'cpu'. Usage: pnpm run fuzz -- [--programs 1000] [--seed 1]
// Prints every program on which they differ, shrunk, and fails if there is one.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: { programs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const [programs, seed] = [Number(values.programs), Number(values.seed)];
if (!Number.isInteger(programs) || programs < 1 || !Number.isInteger(seed) || seed < 0) {
  console.error('--programs and --seed: expected a positive and a non-negative integer');
  process.exit(2);
}

const directory = mkdtempSync(fileURLToPath(new URL('../../node_modules/.fuzz-', import.meta.url)));
try {
  const outfile = join(directory, 'fuzz.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./fuzz.ts', import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@polyvae/source'],
    external: ['onnxruntime-node', '@tensorflow/tfjs', 'vitest'],
    logLevel: 'error',
  });
  const { fuzz } = await import(pathToFileURL(outfile).href);
  const start = performance.now();
  const findings = await fuzz(seed, programs, (finding) => {
    console.log(`seed ${finding.seed}: ${finding.difference}\n${finding.code}\n`);
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`${programs} programs from seed ${seed}, ${findings.length} differ, in ${seconds} s`);
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
