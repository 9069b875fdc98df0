import '@polyvae/backend-onnx';
import { syntheticDigits } from '@polyvae/datasets';
import { Rng } from '@polyvae/random';
import { fit } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { batchNorm } from './batch-norm.js';
import { labelledBatches, mnistClassifier, svhnClassifier } from './digit-classifier.js';
import { dropoutHalf } from './dropout-half.js';

beforeAll(async () => {
  await tf.setBackend('onnx');
});

const digits = syntheticDigits({ rng: Rng.fromSeed(1), trainSize: 8, testSize: 1 }).train.unimodal;
const cases = [
  ['mnist', mnistClassifier, [28, 28, 1]],
  ['svhn', svhnClassifier, [32, 32, 3]],
] as const;

test.each(cases)('%s: trains, and leaves no tensors', async (modality, make, shape) => {
  const before = tf.memory().numTensors;
  const model = make(Rng.fromSeed(2));
  const losses: number[] = [];
  const data = labelledBatches(digits[modality], shape);
  for await (const epoch of fit(model, data, { epochs: 3, batchSize: 4, rng: Rng.fromSeed(3) })) {
    losses.push(Number(epoch.terms.crossEntropy));
  }
  expect(losses.every(Number.isFinite)).toBe(true);
  if (modality === 'mnist') expect(losses[2]).toBeLessThan(losses[0]!);
  const batch = data.get(Uint32Array.of(0, 1, 2));
  const logits = model.logits(batch.images);
  expect(logits.shape).toEqual([3, 10]);
  tf.dispose([logits, batch.images, batch.digits]);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('dropout keeps half of the values, doubled, and nothing changes outside training', () => {
  const x = tf.ones([100, 100]);
  const dropped = dropoutHalf().apply(x, { training: true, rng: Rng.fromSeed(4) });
  expect(new Set(dropped.dataSync())).toEqual(new Set([0, 2]));
  // Standard deviation of the mean: 0.01.
  expect(Math.abs(tf.mean(dropped).dataSync()[0]! - 1)).toBeLessThan(0.05);
  expect(dropoutHalf().apply(x, { training: false }).dataSync()).toEqual(x.dataSync());
  expect(() => dropoutHalf().apply(x, { training: true })).toThrow('rng');
});

test('batch norm normalises the batch and records unbiased statistics with momentum 0.1', () => {
  const norm = batchNorm(1);
  const x = tf.tensor4d([1, 2, 3, 6], [4, 1, 1, 1]);
  const y = norm.apply(x, { training: true });
  expect(tf.moments(y).mean.dataSync()[0]).toBeCloseTo(0, 5);
  expect(tf.moments(y).variance.dataSync()[0]).toBeCloseTo(1, 4);
  // Mean 3, unbiased variance 14 / 3.
  expect(norm.state.mean!.dataSync()[0]).toBeCloseTo(0.3, 6);
  expect(norm.state.variance!.dataSync()[0]).toBeCloseTo(0.9 + 14 / 30, 6);
});
