#!/usr/bin/env node
// Times training steps of polyvae and of PyTorch in alternation on the same machine, and prints the ratio.
// Usage: pnpm bench:step [--model mmjsd|mmvae|mvae] [--batch 256] [--steps 30] [--rounds 5] [--backend onnx] [--python python3]
import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findPython } from './find-python.js';
import { requireTunedBlas } from './require-tuned-blas.js';
import { median, ratios, spread } from './statistics.js';
import { threadSettings } from './thread-settings.js';

const script = fileURLToPath(new URL('./pytorch-step.py', import.meta.url));
const command = fileURLToPath(new URL('./bin/polyvae.js', import.meta.resolve('polyvae/package.json')));
/** Any processor of the last ten years is several times as fast with a tuned BLAS, and slower with the reference one. */
const LEAST_GFLOPS = 10;

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
const shape = ['--model', options.model, '--batch', options.batch];

/** What the last line of a program's output says. */
function run(program, args, env = {}) {
  const stdio = ['ignore', 'pipe', 'inherit'];
  return JSON.parse(execFileSync(program, args, { env: { ...process.env, ...env }, encoding: 'utf8', stdio }));
}

const pytorch = (python, env, steps) => run(python, [script, ...shape, '--steps', String(steps)], env);

const polyvae = () =>
  run(process.execPath, [command, 'step', ...shape, '--steps', options.steps, '--backend', options.backend, '--json']);

/** The environment that PyTorch is fastest in. */
function fastest(python) {
  const trials = threadSettings(availableParallelism()).map((env) => ({ env, ...pytorch(python, env, 8) }));
  requireTunedBlas(Math.max(...trials.map(({ matrixGflops }) => matrixGflops)), LEAST_GFLOPS);
  return trials.reduce((a, b) => (b.msPerStep.median < a.msPerStep.median ? b : a)).env;
}

function measure() {
  const rounds = Number(options.rounds);
  if (!(Number.isInteger(rounds) && rounds > 0))
    throw new Error(`--rounds: expected a positive whole number, found "${options.rounds}"`);
  const python = findPython(options.python);
  if (!python)
    throw new Error(
      'No Python has PyTorch. Install it (in an environment of its own: pip install torch) or name one with --python.',
    );
  const env = fastest(python);
  const [ours, theirs] = [[], []];
  let engine = '';
  for (let round = 0; round < rounds; round++) {
    ours.push(polyvae().msPerStep.median);
    const reference = pytorch(python, env, options.steps);
    engine = reference.engine;
    theirs.push(reference.msPerStep.median);
    if (options.json) continue;
    const [a, b] = [ours.at(-1), theirs.at(-1)];
    console.log(
      `round ${round + 1}/${rounds}: polyvae ${a.toFixed(1)} ms, PyTorch ${b.toFixed(1)} ms, ratio ${(a / b).toFixed(3)}`,
    );
  }
  const { OMP_NUM_THREADS, OPENBLAS_NUM_THREADS } = env;
  return {
    model: options.model,
    batch: Number(options.batch),
    steps: Number(options.steps),
    backend: options.backend,
    cpu: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`,
    node: process.version,
    reference: { engine, OMP_NUM_THREADS: Number(OMP_NUM_THREADS), OPENBLAS_NUM_THREADS: Number(OPENBLAS_NUM_THREADS) },
    msPerStep: { polyvae: median(ours), pytorch: median(theirs) },
    ratio: spread(ratios(ours, theirs)),
  };
}

try {
  const result = measure();
  const { reference, msPerStep, ratio } = result;
  const threads = `OMP_NUM_THREADS=${reference.OMP_NUM_THREADS}, OPENBLAS_NUM_THREADS=${reference.OPENBLAS_NUM_THREADS}`;
  console.log(
    options.json
      ? JSON.stringify(result)
      : `\n${result.model}, batch ${result.batch}, ${options.rounds} rounds of ${result.steps} steps on ${result.cpu}
polyvae on ${result.backend}: ${msPerStep.polyvae.toFixed(1)} ms per step
${reference.engine} (${threads}, its best): ${msPerStep.pytorch.toFixed(1)} ms per step
ratio ${ratio.median.toFixed(3)} (${ratio.min.toFixed(3)} to ${ratio.max.toFixed(3)})`,
  );
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
