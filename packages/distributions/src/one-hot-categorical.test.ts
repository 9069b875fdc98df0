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
