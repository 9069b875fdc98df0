import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { describeDistribution } from '../test/describe-distribution.js';
import { expectEach, extremes } from '../test/extremes.js';
import { ContinuousBernoulli } from './continuous-bernoulli.js';
import { setValueChecks } from './value-checks.js';

tidyTests(tf.engine());

describeDistribution({
  name: 'ContinuousBernoulli',
  reference: 'continuousBernoulli',
  make: (logits) => new ContinuousBernoulli(logits),
});

type Column = 'x' | 'logits' | 'value' | 'slope' | 'mean' | 'variance' | 'cdf';
const corners = extremes<Column>('continuousBernoulli');
const at = (i: number): string => `x = ${corners.x[i]}, logit = ${corners.logits[i]}`;

test('keeps its digits around logit 0 and far from it (1e-6)', () => {
  const x = tf.tensor1d([...corners.x]);
  const logits = tf.tensor1d([...corners.logits]);
  const d = new ContinuousBernoulli(logits);
  expectEach(d.logProb(x).dataSync(), corners.value, 1e-6, 1e-6, at);
  const slopes = tf.grad((l: tf.Tensor) => tf.sum(new ContinuousBernoulli(l).logProb(x)))(logits);
  expectEach(slopes.dataSync(), corners.slope, 1e-6, 3e-7, at);
  expectEach(d.mean().dataSync(), corners.mean, 1e-6, 0, at);
  expectEach(d.variance().dataSync(), corners.variance, 2e-6, 0, at);
  expectEach(d.cdf(x).dataSync(), corners.cdf, 5e-6, 1e-6, at);
  expect(Math.max(...d.cdf(x).dataSync())).toBe(1);
  const curvature = tf.grad((l: tf.Tensor) => tf.sum(new ContinuousBernoulli(l).mean()))(logits);
  expectEach(curvature.dataSync(), corners.variance, 2e-6, 0, at);
});

test('is uniform at logit 0: entropy 0, draws the noise itself', () => {
  const d = new ContinuousBernoulli(tf.zeros([3]));
  expect([...d.entropy().dataSync()].map(Math.abs)).toEqual([0, 0, 0]);
  const noise = tf.tensor1d([0, 0.25, 0.75]);
  expect([...d.rsample(Rng.fromSeed(1), [], noise).dataSync()]).toEqual([0, 0.25, 0.75]);
  expect([...d.cdf(tf.tensor1d([-1, 0.5, 2])).dataSync()]).toEqual([0, 0.5, 1]);
});

test('draws undo the cumulative distribution function (5e-6), with the gradient of the implicit function', () => {
  const sizes = [-50, -3, -0.51, -0.49, -1e-4, 0, 1e-4, 0.49, 0.51, 3, 50];
  const logits = tf.tensor1d(sizes);
  const noise = tf.broadcastTo(tf.tensor2d([0.01, 0.3, 0.5, 0.9], [4, 1]), [4, sizes.length]);
  const draw = (l: tf.Tensor): tf.Tensor => new ContinuousBernoulli(l).rsample(Rng.fromSeed(1), [4], noise);
  const x = draw(logits);
  const [found, expected] = [new ContinuousBernoulli(logits).cdf(x).dataSync(), noise.dataSync()];
  // Next to an end the density is 50, and so is the error of the value.
  for (const [i, value] of expected.entries()) expect(Math.abs(found[i]! - value)).toBeLessThan(5e-6);
  const gradient = tf
    .grad((l: tf.Tensor) => tf.sum(draw(l)))(logits)
    .dataSync();
  // Far from 0 it is the exponential distribution from an end, whose draws are at a distance ∝ 1/|l|.
  const distances = tf.sum(tf.where(tf.greater(logits, 0), tf.sub(1, x), x), 0).dataSync();
  for (const i of [0, sizes.length - 1]) expect(gradient[i]).toBeCloseTo(distances[i]! / 50, 6);
  const density = tf.exp(new ContinuousBernoulli(logits).logProb(x));
  const slopeOfCdf = tf.grad((l: tf.Tensor) => tf.sum(tf.div(new ContinuousBernoulli(l).cdf(x), density)));
  const implicit = slopeOfCdf(logits).dataSync();
  for (const [i, value] of implicit.entries()) {
    if (Math.abs(sizes[i]!) > 3) continue;
    expect(Math.abs(gradient[i]! + value), `logit ${sizes[i]}`).toBeLessThan(2e-5 * Math.max(1, Math.abs(value)));
  }
});

test('refuses, in debug, what is not in [0, 1]', () => {
  const d = new ContinuousBernoulli(tf.zeros([2]));
  const previous = setValueChecks(true);
  try {
    expect(() => d.logProb(tf.tensor1d([0, 255]))).toThrow(/ContinuousBernoulli.logProb: x: .*found 255/);
  } finally {
    setValueChecks(previous);
  }
});
