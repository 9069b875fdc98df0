#!/usr/bin/env node
// Times training steps of polyvae and of PyTorch in alternation on the same machine, and prints the ratio.
// Usage: pnpm bench:step [--model mmjsd|mmvae|mvae] [--batch 256] [--steps 30] [--rounds 5] [--backend onnx] [--python python3]
import { execFileSync, spawnSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const script = fileURLToPath(new URL('./pytorch-step.py', import.meta.url));
const command = fileURLToPath(new URL('../bin/polyvae.js', import.meta.url));

const { values: options } = parseArgs({
  options: {
    model: { type: 'string', default: 'mmjsd' },
    batch: { type: 'string', default: '256' },
    steps: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '5' },
    backend: { type: 'string', default: 'onnx' },
    python: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const rounds = Number(options.rounds);
if (!(Number.isInteger(rounds) && rounds > 0)) {
  console.error(`--rounds: expected a positive whole number, found "${options.rounds}"`);
  process.exit(2);
}

/** The first Python that has PyTorch. */
function findPython() {
  const candidates = options.python ? [options.python] : ['python3', '/usr/bin/python3', 'python'];
  for (const python of candidates) {
    if (spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0) return python;
  }
  console.error(
    `No PyTorch in ${candidates.join(', ')}. Install it (Debian: apt-get install python3-torch) or name one with --python.`,
  );
  process.exit(2);
}

const python = findPython();
const shape = ['--model', options.model, '--batch', options.batch];
const cores = availableParallelism();

function pytorch(threads, steps) {
  const env = { ...process.env, OMP_NUM_THREADS: String(threads.omp), OPENBLAS_NUM_THREADS: String(threads.blas) };
  return JSON.parse(execFileSync(python, [script, ...shape, '--steps', String(steps)], { env, encoding: 'utf8' }));
}

function polyvae() {
  const args = [command, 'step', ...shape, '--steps', options.steps, '--backend', options.backend, '--json'];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const settings = [
  { omp: cores, blas: 1 },
  { omp: cores, blas: cores },
  { omp: 1, blas: 1 },
];
/** Any processor of the last ten years is several times as fast with a tuned BLAS, and slower with the reference one. */
const LEAST_GFLOPS = 10;
const trials = settings.map((threads) => {
  const { msPerStep, matrixGflops } = pytorch(threads, 8);
  return { threads, ms: msPerStep.median, matrixGflops };
});
const gflops = Math.max(...trials.map((trial) => trial.matrixGflops));
if (gflops < LEAST_GFLOPS) {
  console.error(
    `PyTorch multiplies matrices at ${gflops.toFixed(1)} GFLOP/s: its BLAS is not a tuned one, and no comparison would be fair. ` +
      'Install one (Debian: apt-get install libopenblas0).',
  );
  process.exit(2);
}
const best = trials.reduce((a, b) => (b.ms < a.ms ? b : a)).threads;

const ours = [];
const theirs = [];
let engine = '';
for (let round = 0; round < rounds; round++) {
  ours.push(polyvae().msPerStep.median);
  const reference = pytorch(best, Number(options.steps));
  engine = reference.engine;
  theirs.push(reference.msPerStep.median);
  if (!options.json) {
    const ratio = (ours.at(-1) / theirs.at(-1)).toFixed(3);
    console.log(
      `round ${round + 1}/${rounds}: polyvae ${ours.at(-1).toFixed(1)} ms, PyTorch ${theirs.at(-1).toFixed(1)} ms, ratio ${ratio}`,
    );
  }
}
const ratios = ours.map((ms, i) => ms / theirs[i]);
const result = {
  model: options.model,
  batch: Number(options.batch),
  steps: Number(options.steps),
  backend: options.backend,
  cpu: `${cores} × ${cpus()[0]?.model ?? 'unknown'}`,
  node: process.version,
  reference: { engine, OMP_NUM_THREADS: best.omp, OPENBLAS_NUM_THREADS: best.blas },
  msPerStep: { polyvae: median(ours), pytorch: median(theirs) },
  ratio: { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) },
};
if (options.json) console.log(JSON.stringify(result));
else {
  console.log(
    `\n${options.model}, batch ${options.batch}, ${rounds} rounds of ${options.steps} steps on ${result.cpu}`,
  );
  console.log(`polyvae on ${options.backend}: ${result.msPerStep.polyvae.toFixed(1)} ms per step`);
  console.log(
    `${engine} (OMP_NUM_THREADS=${best.omp}, OPENBLAS_NUM_THREADS=${best.blas}, its best): ${result.msPerStep.pytorch.toFixed(1)} ms per step`,
  );
  console.log(
    `ratio ${result.ratio.median.toFixed(3)} (${result.ratio.min.toFixed(3)} to ${result.ratio.max.toFixed(3)})`,
  );
}
