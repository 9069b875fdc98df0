import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { batchNorm } from './batch-norm.js';
import { channelDropout, dropout } from './dropout.js';

tidyTests(tf.engine());

test('dropout is seeded, keeps the mean, and does nothing outside training', () => {
  const layer = dropout(0.25);
  const x = tf.ones([100, 100]);
  const training = (seed: number): Float32Array =>
    layer.apply(x, { training: true, rng: Rng.fromSeed(seed) }).dataSync() as Float32Array;
  expect(training(1)).toEqual(training(1));
  expect(training(1)).not.toEqual(training(2));
  expect(new Set(training(1))).toEqual(new Set([0, Math.fround(4 / 3)]));
  const mean = training(1).reduce((sum, value) => sum + value, 0) / 10_000;
  // Standard deviation of the mean 0.0058; five of them.
  expect(Math.abs(mean - 1)).toBeLessThan(0.029);
  expect([...layer.apply(x, { training: false }).dataSync()].every((value) => value === 1)).toBe(true);
  expect(() => layer.apply(x, { training: true })).toThrow('give rng');
  expect(() => dropout(1)).toThrow('rate must be in [0, 1)');
});

test('dropout of whole channels keeps or drops all places of a channel of a sample', () => {
  const layer = channelDropout(0.25);
  const y = layer.apply(tf.ones([50, 3, 2, 20]), { training: true, rng: Rng.fromSeed(1) });
  const channels = tf.reshape(tf.transpose(y, [0, 3, 1, 2]), [1000, 6]).arraySync() as number[][];
  for (const [first, ...others] of channels) expect(others.every((value) => value === first)).toBe(true);
  const dropped = channels.filter(([first]) => first === 0).length;
  // Standard deviation 13.7; five of them.
  expect(Math.abs(dropped - 250)).toBeLessThan(69);
  expect(channels.every(([first]) => first === 0 || first === Math.fround(4 / 3))).toBe(true);
  expect(() => channelDropout(-0.1)).toThrow('channelDropout: rate must be in [0, 1), found -0.1');
});

test('batch norm: biased variance in the batch, unbiased in the record, as PyTorch', () => {
  const layer = batchNorm({ features: 2 });
  const x = tf.tensor2d([0, 10, 2, 10, 4, 13], [3, 2]);
  const y = layer.apply(x, { training: true }).arraySync() as number[][];
  // Column one: mean 2, biased variance 8/3, unbiased 4.
  expect(y[0]![0]).toBeCloseTo(-2 / Math.sqrt(8 / 3 + 1e-5), 5);
  expect(y[2]![1]).toBeCloseTo(2 / Math.sqrt(2 + 1e-5), 5);
  expect(layer.state.mean!.arraySync()).toEqual([expect.closeTo(0.2, 6), expect.closeTo(1.1, 6)]);
  expect(layer.state.variance!.arraySync()).toEqual([expect.closeTo(0.9 + 0.4, 6), expect.closeTo(0.9 + 0.3, 6)]);
  const later = layer.apply(x, { training: false }).arraySync() as number[][];
  expect(later[0]![0]).toBeCloseTo(-0.2 / Math.sqrt(1.3 + 1e-5), 5);
  const { grads } = tf.variableGrads(
    () => tf.sum<tf.Scalar>(tf.square(layer.apply(x, { training: true }))),
    Object.values(layer.variables),
  );
  expect(Object.keys(grads)).toHaveLength(2);
  expect(() => layer.apply(tf.zeros([2, 3]), { training: false })).toThrow('expected shape [..., 2]');
  layer.dispose();
});
