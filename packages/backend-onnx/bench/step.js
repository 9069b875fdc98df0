#!/usr/bin/env node
// Times training steps of mmJSD. Usage: node bench/step.js [--backend onnx|wasm|cpu] [--batch 256] [--steps 30]
// [--warmup 3] [--threads N] [--jit] [--profile PREFIX]. Prints one JSON line.
import { parseArgs } from 'node:util';
import tf from '@tensorflow/tfjs';
import { jit, registerOnnxBackend } from '../dist/index.js';
import { createStep } from './mmjsd.js';

const { values: options } = parseArgs({
  options: {
    backend: { type: 'string', default: 'onnx' },
    batch: { type: 'string', default: '256' },
    steps: { type: 'string', default: '30' },
    warmup: { type: 'string', default: '3' },
    threads: { type: 'string' },
    optimisation: { type: 'string', default: 'all' },
    profile: { type: 'string' },
    jit: { type: 'boolean', default: false },
  },
});

tf.enableProdMode();
if (options.threads || options.profile || options.optimisation !== 'all') {
  registerOnnxBackend({
    ...(options.threads ? { threads: Number(options.threads) } : {}),
    graphOptimizationLevel: options.optimisation,
    profile: options.profile,
  });
}
await tf.setBackend(options.backend);
const { step } = createStep(Number(options.batch), 1, options.jit ? jit : undefined);
const backend = tf.backend();
const start = performance.now();
let loss = await step();
const firstStepMs = performance.now() - start;
for (let i = 1; i < Number(options.warmup); i++) loss = await step();
const before = backend.statistics;
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
console.log(
  JSON.stringify({
    msPerStep: {
      median: round(times[times.length >> 1]),
      min: round(times[0]),
      p90: round(times[Math.floor(0.9 * (times.length - 1))]),
    },
    cpuMsPerStep: round((cpu.user + cpu.system) / 1000 / times.length),
    firstStepMs: round(firstStepMs),
    ...(before && {
      runMsPerStep: round((after.runMs - before.runMs) / times.length),
      compiled: after.compiled,
      compiledAfterWarmup: after.compiled - before.compiled,
    }),
    rssMb: Math.round(process.memoryUsage().rss / 2 ** 20),
    backend: options.backend,
    batch: Number(options.batch),
    loss,
    tensors: tf.memory().numTensors,
  }),
);
if (options.profile) backend.dispose();
