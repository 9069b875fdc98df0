import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { describeDistribution } from '../test/describe-distribution.js';
import { NegativeBinomial } from './negative-binomial.js';
import { ZeroInflatedNegativeBinomial } from './zero-inflated-negative-binomial.js';

tidyTests(tf.engine());

describeDistribution({
  name: 'ZeroInflatedNegativeBinomial',
  reference: 'zeroInflatedNegativeBinomial',
  make: (mu, r, gate) => new ZeroInflatedNegativeBinomial(mu, r, gate),
});

test('a shut gate gives zeros only, an open one the counts alone, with finite gradients', () => {
  const mu = tf.tensor1d([5, 5, 1e5, 1e5]);
  const x = tf.tensor1d([0, 5, 0, 3]);
  const counts = new NegativeBinomial(mu, 2);
  const shut = new ZeroInflatedNegativeBinomial(mu, 2, tf.scalar(60));
  const open = new ZeroInflatedNegativeBinomial(mu, 2, tf.scalar(-60));
  expect([...shut.sample(Rng.fromSeed(1), [100]).dataSync()].every((count) => count === 0)).toBe(true);
  expect([...shut.mode().dataSync()]).toEqual([0, 0, 0, 0]);
  expect(shut.logProb(x).dataSync()[0]).toBeCloseTo(0, 5);
  const expected = counts.logProb(x).dataSync();
  for (const [i, value] of open.logProb(x).dataSync().entries()) expect(value).toBeCloseTo(expected[i]!, 4);
  expect([...open.sample(Rng.fromSeed(1), [5]).dataSync()].every((count) => count >= 0)).toBe(true);
  for (const logit of [-80, 0, 80]) {
    const gradients = tf.grads((m: tf.Tensor, r: tf.Tensor, gate: tf.Tensor) =>
      tf.sum(new ZeroInflatedNegativeBinomial(m, r, gate).logProb(x)),
    )([mu, tf.scalar(2), tf.scalar(logit)]);
    for (const gradient of gradients) expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
  }
});

test('axes that the gate alone has are members of the batch', () => {
  const d = new ZeroInflatedNegativeBinomial(tf.tensor1d([3, 9]), 2, tf.zeros([4, 1]));
  expect(d.batchShape).toEqual([4, 2]);
  for (const x of [d.sample(Rng.fromSeed(1)), d.mean(), d.mode(), d.variance(), d.stddev(), d.logProb(tf.zeros([2]))]) {
    expect(x.shape).toEqual([4, 2]);
  }
  expect(() => new ZeroInflatedNegativeBinomial(tf.ones([2]), 1, tf.ones([3]))).toThrow(
    /ZeroInflatedNegativeBinomial: gateLogits/,
  );
  expect(() => d.entropy()).toThrow(/monteCarloEntropy/);
});
