#!/usr/bin/env node
// Times one case in this process, for work on the backend itself. Usage: node bench/step.js
// [--case digits|celeba|convnet|OPERATION] [--backend onnx|wasm|cpu] [--batch N] [--steps 10] [--warmup 3] [--threads N]
// [--jit] [--optimisation all] [--profile PREFIX]. Prints one JSON line; with --profile, time per operator on stderr.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import tf from '@tensorflow/tfjs';
import { jit, registerOnnxBackend } from '../dist/index.js';
import { createCase } from './cases/create-case.js';
import { STEPS } from './cases/steps.js';
import { operatorTimes } from './operator-times.js';

const { values: options } = parseArgs({
  options: {
    case: { type: 'string', default: 'digits' },
    backend: { type: 'string', default: 'onnx' },
    batch: { type: 'string' },
    steps: { type: 'string', default: '10' },
    warmup: { type: 'string', default: '3' },
    threads: { type: 'string' },
    optimisation: { type: 'string', default: 'all' },
    profile: { type: 'string' },
    jit: { type: 'boolean', default: false },
  },
});
tf.enableProdMode();
registerOnnxBackend({
  ...(options.threads ? { threads: Number(options.threads) } : {}),
  graphOptimizationLevel: options.optimisation,
  profile: options.profile,
});
await tf.setBackend(options.backend);
const batch = Number(options.batch ?? STEPS[options.case]?.batches[0] ?? 0);
const step = createCase(options.case, batch, options.jit ? jit : undefined);
const backend = tf.backend();
const start = performance.now();
let loss = await step();
const firstStepMs = performance.now() - start;
for (let i = 1; i < Number(options.warmup); i++) loss = await step();
const before = backend.statistics;
const drawBefore = step.drawMs;
const times = [];
const cpuBefore = process.cpuUsage();
for (let i = 0; i < Number(options.steps); i++) {
  const begin = performance.now();
  loss = await step();
  times.push(performance.now() - begin);
}
const cpu = process.cpuUsage(cpuBefore);
const after = backend.statistics;
times.sort((a, b) => a - b);
const round = (x) => Math.round(x * 10) / 10;
const perStep = (name) => (after[name] - before[name]) / times.length;
console.log(
  JSON.stringify({
    case: options.case,
    batch,
    msPerStep: {
      median: round(times[times.length >> 1]),
      min: round(times[0]),
      p90: round(times[Math.floor(0.9 * (times.length - 1))]),
    },
    ...(drawBefore !== undefined && { drawMsPerStep: round((step.drawMs - drawBefore) / times.length) }),
    cpuMsPerStep: round((cpu.user + cpu.system) / 1000 / times.length),
    firstStepMs: round(firstStepMs),
    ...(before && {
      ortMsPerStep: round(perStep('runMs')),
      runsPerStep: perStep('runs'),
      fallbacksPerStep: perStep('fallbacks'),
      compiled: after.compiled,
      compiledAfterWarmup: after.compiled - before.compiled,
    }),
    rssMb: Math.round(process.memoryUsage().rss / 2 ** 20),
    backend: options.backend,
    loss,
    tensors: tf.memory().numTensors,
  }),
);

if (options.profile) {
  backend.dispose();
  const folder = dirname(options.profile);
  const files = readdirSync(folder).filter((name) => name.startsWith(basename(options.profile)));
  const events = files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const all = Number(options.warmup) + Number(options.steps);
  for (const { operator, calls, ms } of operatorTimes(events.flat())) {
    console.error(
      `${operator.padEnd(24)} ${(ms / all).toFixed(1).padStart(8)} ms a step ${(calls / all).toFixed(0).padStart(6)} calls`,
    );
  }
}
