#!/usr/bin/env node
// How real the synthetic digits are: classifiers that have seen only synthetic digits, tested on real ones.
// Usage: pnpm bench:realism DIR [--seed 1]     DIR/mnist and DIR/svhn hold the official files
import '@polyvae/backend-onnx';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { measureRealism } from './measure-realism.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' } },
});
const [directory, ...extra] = positionals;
if (!directory || extra.length > 0) {
  console.error('Usage: pnpm bench:realism DIR [--seed 1]     DIR/mnist and DIR/svhn hold the official files');
  process.exit(2);
}
tf.enableProdMode();
await tf.setBackend('onnx');
let last = Date.now();
const results = await measureRealism({
  mnistDir: join(directory, 'mnist'),
  svhnDir: join(directory, 'svhn'),
  rng: Rng.fromSeed(Number(values.seed)),
  onStep(modality, step, steps) {
    if (Date.now() - last < 15_000) return;
    last = Date.now();
    console.log(`training the ${modality} classifier on synthetic digits: step ${step} of ${steps}`);
  },
});
for (const { modality, accuracy, recall, realImages, syntheticImages, steps } of results) {
  const each = recall.map((r) => (100 * r).toFixed(0)).join(' ');
  console.log(
    `${modality}: ${(100 * accuracy).toFixed(1)} % of ${realImages} real images recognised after ${steps} steps on ${syntheticImages} synthetic ones; by digit ${each}`,
  );
}
