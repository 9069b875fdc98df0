#!/usr/bin/env node
// Times one case on one engine of TensorFlow.js: `onnx`, `jit` (compiled steps on onnx), `wasm` or `cpu`. Each line of
// standard input is a number of repetitions; each is answered by a line of JSON with their milliseconds. The first line of
// output comes after the warm-up.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { jit, registerOnnxBackend } from '@polyvae/backend-onnx';
import tf from '@tensorflow/tfjs';
import { createCase } from './cases/create-case.js';

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string' },
    case: { type: 'string' },
    batch: { type: 'string' },
    threads: { type: 'string' },
    'warmup-ms': { type: 'string', default: '5000' },
  },
});

/** Starts the engine; resolves to the case and the backend that computes it. */
async function start({ engine, case: name, batch, threads }) {
  tf.enableProdMode();
  if (engine === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
  else if (engine !== 'cpu') registerOnnxBackend({ threads: Number(threads) });
  if (!(await tf.setBackend(engine === 'jit' ? 'onnx' : engine)))
    throw new Error(`The engine ${engine} does not start here.`);
  return { repeat: createCase(name, Number(batch), engine === 'jit' ? jit : undefined), backend: tf.backend() };
}

/** The milliseconds of each repetition, and means of what else is known. */
async function measure({ repeat, backend }, repetitions) {
  const before = backend.statistics;
  const drawBefore = repeat.drawMs;
  const times = [];
  const cpu = process.cpuUsage();
  for (let i = 0; i < repetitions; i++) {
    const begin = performance.now();
    await repeat();
    times.push(performance.now() - begin);
  }
  const after = backend.statistics;
  const { user, system } = process.cpuUsage(cpu);
  return {
    times,
    cpuMs: (user + system) / 1000 / repetitions,
    drawMs: drawBefore === undefined ? undefined : (repeat.drawMs - drawBefore) / repetitions,
    runMs: after && (after.runMs - before.runMs) / repetitions,
    fallbacks: after && (after.fallbacks - before.fallbacks) / repetitions,
  };
}

function answer(values) {
  const { numTensors } = tf.memory();
  console.log(JSON.stringify({ ...values, rssMb: process.memoryUsage().rss / 2 ** 20, numTensors }));
}

try {
  const started = await start(options);
  const warmup = (await measure(started, 1)).times;
  while (warmup.length < 3 && warmup.reduce((a, b) => a + b) < Number(options['warmup-ms'])) {
    warmup.push(...(await measure(started, 1)).times);
  }
  answer({ firstMs: warmup[0], lastMs: warmup.at(-1) });
  for await (const line of createInterface({ input: process.stdin })) answer(await measure(started, Number(line)));
} catch (error) {
  console.log(JSON.stringify({ error: error.message.split('\n')[0] }));
}
