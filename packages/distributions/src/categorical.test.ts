import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { describeDistribution } from '../test/describe-distribution.js';
import { Categorical } from './categorical.js';
import { OneHotCategorical } from './one-hot-categorical.js';
import { setValueChecks } from './value-checks.js';

tidyTests(tf.engine());

describeDistribution({
  name: 'Categorical',
  reference: 'categorical',
  dtype: 'int32',
  make: (logits) => new Categorical(logits),
});

test('draws what the one-hot distribution draws, and scores indices of either type alike', () => {
  const logits = tf.tensor2d([
    [0, 1, 2],
    [3, 0, -1],
  ]);
  const [indices, oneHot] = [new Categorical(logits), new OneHotCategorical(logits)];
  const drawn = indices.sample(Rng.fromSeed(3), [50]);
  const vectors = oneHot.sample(Rng.fromSeed(3), [50]);
  expect([...drawn.dataSync()]).toEqual([...tf.argMax(vectors, -1).dataSync()]);
  expect(indices.mode().dtype).toBe('int32');
  const expected = [...oneHot.logProb(vectors).dataSync()];
  expect([...indices.logProb(drawn).dataSync()]).toEqual(expected);
  expect([...indices.logProb(tf.cast(drawn, 'float32')).dataSync()]).toEqual(expected);
});

test('an index that is no category has probability 0, and is refused in debug', () => {
  const d = new Categorical(tf.zeros([4]));
  const x = tf.tensor1d([-1, 0, 3, 4], 'int32');
  expect([...tf.exp(d.logProb(x)).dataSync()]).toEqual([0, 0.25, 0.25, 0]);
  const previous = setValueChecks(true);
  try {
    expect(() => d.logProb(x)).toThrow(/Categorical.logProb: x: expected indices from 0 to 3, found -1/);
  } finally {
    setValueChecks(previous);
  }
});

test('needs an axis of categories, one is enough', () => {
  expect(() => new Categorical(tf.scalar(1))).toThrow(/logits: expected shape .*at least one category/);
  const one = new Categorical(tf.zeros([3, 1]));
  expect([...one.sample(Rng.fromSeed(1)).dataSync()]).toEqual([0, 0, 0]);
  expect([...one.stddev().dataSync()]).toEqual([0, 0, 0]);
  expect([...one.logProb(tf.zeros([3])).dataSync()]).toEqual([0, 0, 0]);
});
