import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { describeDistribution } from '../test/describe-distribution.js';
import { OneHotCategorical } from './one-hot-categorical.js';

tidyTests(tf.engine());

describeDistribution({
  name: 'OneHotCategorical',
  reference: 'oneHotCategorical',
  make: (logits) => new OneHotCategorical(logits),
});

test('needs an axis of categories', () => {
  expect(() => new OneHotCategorical(tf.scalar(1))).toThrow(/logits: expected shape .*at least one category/);
  expect(() => new OneHotCategorical(tf.zeros([3, 0]))).toThrow(/found \[3, 0\]/);
});

test('draws are one-hot and follow very uneven logits (never the impossible one in 1e4 draws)', () => {
  const x = new OneHotCategorical(tf.tensor1d([0, -1000, 0])).sample(Rng.fromSeed(5), [10_000]);
  const totals = tf.sum(x, 0).dataSync();
  expect(
    tf
      .sum(x, 1)
      .dataSync()
      .every((sum) => sum === 1),
  ).toBe(true);
  expect(totals[1]).toBe(0);
  // Binomial(1e4, ½): sd 50; 6 sd fails once in 5e8 seeds.
  expect(Math.abs(totals[0]! - 5000)).toBeLessThan(300);
});

test('a category of probability 0 or 1 has standard deviation 0, without NaN in its gradient', () => {
  const logits = tf.tensor1d([0, -1000]);
  const d = new OneHotCategorical(logits);
  expect([...d.probs().dataSync()]).toEqual([1, 0]);
  expect([...d.stddev().dataSync()]).toEqual([0, 0]);
  const slopes = tf
    .grad((l: tf.Tensor) => tf.sum(new OneHotCategorical(l).stddev()))(logits)
    .dataSync();
  expect([...slopes].map(Math.abs)).toEqual([0, 0]);
});
