#!/usr/bin/env node
// Times one case on one engine of TensorFlow.js. Each line of standard input is a number of repetitions; each is answered
// by a line of JSON with their milliseconds. The first line of output comes after the warm-up.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import tf from '@tensorflow/tfjs';
import { jit, registerOnnxBackend } from '../dist/index.js';
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

async function selectEngine() {
  tf.enableProdMode();
  if (options.engine === 'wasm') {
    await import('@tensorflow/tfjs-backend-wasm');
  } else if (options.engine !== 'cpu') {
    registerOnnxBackend({ threads: Number(options.threads) });
  }
  const name = options.engine === 'jit' ? 'onnx' : options.engine;
  if (!(await tf.setBackend(name))) throw new Error(`The engine ${name} does not start here.`);
}

const answer = (values) => {
  const { numTensors } = tf.memory();
  console.log(JSON.stringify({ ...values, rssMb: process.memoryUsage().rss / 2 ** 20, numTensors }));
};

try {
  await selectEngine();
  const repeat = createCase(options.case, Number(options.batch), options.engine === 'jit' ? jit : undefined);
  const backend = tf.backend();
  const measure = async (repetitions) => {
    const before = backend.statistics;
    const drawBefore = repeat.drawMs;
    const times = [];
    const cpu = process.cpuUsage();
    for (let i = 0; i < repetitions; i++) {
      const start = performance.now();
      await repeat();
      times.push(performance.now() - start);
    }
    const after = backend.statistics;
    const { user, system } = process.cpuUsage(cpu);
    const each = (name) => after && (after[name] - before[name]) / repetitions;
    return {
      times,
      cpuMs: (user + system) / 1000 / repetitions,
      drawMs: drawBefore === undefined ? undefined : (repeat.drawMs - drawBefore) / repetitions,
      runMs: each('runMs'),
      fallbacks: each('fallbacks'),
    };
  };

  const warmup = (await measure(1)).times;
  while (warmup.length < 3 && warmup.reduce((a, b) => a + b) < Number(options['warmup-ms'])) {
    warmup.push(...(await measure(1)).times);
  }
  answer({ firstMs: warmup[0], lastMs: warmup.at(-1) });
  for await (const line of createInterface({ input: process.stdin })) answer(await measure(Number(line)));
} catch (error) {
  console.log(JSON.stringify({ error: error.message.split('\n')[0] }));
}
