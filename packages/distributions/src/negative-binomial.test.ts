import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { describeDistribution } from '../test/describe-distribution.js';
import { expectEach, extremes } from '../test/extremes.js';
import { NegativeBinomial } from './negative-binomial.js';
import { Poisson } from './poisson.js';
import { setValueChecks } from './value-checks.js';

tidyTests(tf.engine());

for (const reference of ['negativeBinomial', 'negativeBinomialBroadcast']) {
  describeDistribution({ name: reference, reference, make: (mu, r) => new NegativeBinomial(mu, r) });
}

const corners = extremes<'x' | 'mu' | 'r' | 'value' | 'slopeOfMu' | 'slopeOfInverseDispersion'>('negativeBinomial');
const at = (i: number): string => `x = ${corners.x[i]}, μ = ${corners.mu[i]}, r = ${corners.r[i]}`;

test('keeps its digits from 1e-3 to 1e6 in mean and inverse dispersion (2e-6 relative and absolute)', () => {
  const [x, mu, r] = [corners.x, corners.mu, corners.r].map((values) => tf.tensor1d([...values]));
  expectEach(new NegativeBinomial(mu!, r!).logProb(x!).dataSync(), corners.value, 2e-6, 2e-6, at);
  const [ofMu, ofInverse] = tf.grads((m: tf.Tensor, s: tf.Tensor) => tf.sum(new NegativeBinomial(m, s).logProb(x!)))([
    mu!,
    r!,
  ]);
  expectEach(ofMu!.dataSync(), corners.slopeOfMu, 2e-6, 0, at);
  // As a slope of ln r, which is what networks give.
  const [found, expected] = [[...ofInverse!.dataSync()], corners.slopeOfInverseDispersion].map((slopes) =>
    slopes.map((slope, i) => slope * corners.r[i]!),
  );
  expectEach(found!, expected!, 5e-6, 1e-6, at);
});

test('a gradient of a broadcast inverse dispersion is summed over the batch', () => {
  const mu = tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);
  const x = tf.tensor2d([
    [0, 2],
    [5, 1],
  ]);
  const slope = (r: tf.Tensor): tf.Tensor => tf.grad((s) => tf.sum(new NegativeBinomial(mu, s).logProb(x)))(r);
  const full = slope(tf.fill([2, 2], 2));
  expect(slope(tf.fill([2], 2)).dataSync()[1]).toBeCloseTo(tf.sum(full, 0).dataSync()[1]!, 6);
  expect(slope(tf.scalar(2)).dataSync()[0]).toBeCloseTo(tf.sum(full).dataSync()[0]!, 6);
  expect(slope(tf.fill([2, 1], 2)).shape).toEqual([2, 1]);
});

test('is a Poisson distribution for large inverse dispersions, and draws alike (6 sd: fails once in 5e8 seeds)', () => {
  const mu = tf.tensor1d([0.1, 3, 200]);
  const x = tf.tensor1d([0, 5, 190]);
  const [a, b] = [new NegativeBinomial(mu, 1e9), new Poisson(mu)];
  expectEach(a.logProb(x).dataSync(), [...b.logProb(x).dataSync()], 2e-6, 2e-6, (i) => `element ${i}`);
  const samples = 20_000;
  const drawn = tf.moments(a.sample(Rng.fromSeed('large'), [samples]), 0);
  for (const [i, mean] of [0.1, 3, 200].entries()) {
    expect(Math.abs(drawn.mean.dataSync()[i]! - mean)).toBeLessThan(6 * Math.sqrt(mean / samples));
  }
});

test('draws follow the probabilities, of tiny inverse dispersions too (6 sd: fails once in 5e7 seeds)', () => {
  const samples = 20_000;
  for (const [mu, r] of [
    [0.5, 0.02],
    [4, 0.7],
    [30, 12],
  ] as const) {
    const d = new NegativeBinomial(tf.scalar(mu), r);
    const drawn = d.sample(Rng.fromSeed(`${mu} ${r}`), [samples]).dataSync();
    for (const count of [0, 1, 4, 30]) {
      const p = Math.exp(d.logProb(tf.scalar(count)).dataSync()[0]!);
      const found = drawn.filter((value) => value === count).length / samples;
      expect(Math.abs(found - p), `${count} of ${mu}, ${r}`).toBeLessThan(
        6 * Math.sqrt((p * (1 - p)) / samples) + 1e-4,
      );
    }
  }
});

test('takes a number, and refuses shapes that do not broadcast and, in debug, what is no count or not positive', () => {
  const mu = tf.ones([2, 3]);
  expect(() => new NegativeBinomial(mu, tf.ones([2]))).toThrow(/NegativeBinomial: inverseDispersion: .*found \[2\]/);
  const d = new NegativeBinomial(mu, 2);
  expect(() => d.entropy()).toThrow(/monteCarloEntropy/);
  const previous = setValueChecks(true);
  try {
    expect(() => new NegativeBinomial(mu, 0)).toThrow(/inverseDispersion: expected positive values, found 0/);
    for (const wrong of [-1, 0.5]) {
      expect(() => d.logProb(tf.fill([3], wrong))).toThrow(/NegativeBinomial.logProb: x: expected counts/);
    }
    expect(d.logProb(tf.ones([3], 'int32')).dtype).toBe('float32');
  } finally {
    setValueChecks(previous);
  }
});
