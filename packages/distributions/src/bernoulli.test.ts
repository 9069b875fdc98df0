import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { describeDistribution } from '../test/describe-distribution.js';
import { Bernoulli } from './bernoulli.js';
import { setValueChecks } from './value-checks.js';

tidyTests(tf.engine());

describeDistribution({ name: 'Bernoulli', reference: 'bernoulli', make: (logits) => new Bernoulli(logits) });

test('is finite for any logits and scores grey values by the cross-entropy', () => {
  const logits = tf.tensor1d([-500, 500, 0, 2]);
  const d = new Bernoulli(logits);
  const values = d.logProb(tf.tensor1d([0, 1, 0.25, 0.75])).dataSync();
  const expected = [0, 0, -Math.log(2), 1.5 - Math.log1p(Math.exp(2))];
  for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 6);
  const gradient = tf.grad((l: tf.Tensor) => tf.sum(new Bernoulli(l).logProb(tf.tensor1d([1, 0, 0.25, 0.75]))))(logits);
  const slopes = [1, -1, -0.25, 0.75 - 1 / (1 + Math.exp(-2))];
  for (const [i, value] of slopes.entries()) expect(gradient.dataSync()[i]).toBeCloseTo(value, 6);
  for (const value of d.entropy().dataSync().slice(0, 2)) expect(value).toBe(0);
});

test('probabilities are those of a one, and standard deviations have finite gradients for any logits', () => {
  const logits = tf.tensor1d([-500, 500, 0, Math.log(3)]);
  const probabilities = new Bernoulli(logits).probs().dataSync();
  for (const [i, p] of [0, 1, 0.5, 0.75].entries()) expect(probabilities[i]).toBeCloseTo(p, 6);
  const slopes = tf
    .grad((l: tf.Tensor) => tf.sum(new Bernoulli(l).stddev()))(logits)
    .dataSync();
  // √(p (1 − p)) (½ − p)
  for (const [i, slope] of [0, 0, 0, -Math.sqrt(3) / 16].entries()) expect(slopes[i]).toBeCloseTo(slope, 6);
});

test('refuses, in debug, pixels that were not divided by 255', () => {
  const d = new Bernoulli(tf.tensor1d([3, 3]));
  const pixels = tf.tensor1d([0, 255]);
  expect(() => d.logProb(pixels)).not.toThrow();
  const previous = setValueChecks(true);
  try {
    expect(() => d.logProb(pixels)).toThrow(/Bernoulli.logProb: x: .*divide .* by 255.*, found 255 at flat index 1/);
    expect(() => d.logProb(tf.tensor1d([0, 0.5]))).not.toThrow();
  } finally {
    setValueChecks(previous);
  }
});
