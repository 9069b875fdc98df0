import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { describeDistribution } from '../test/describe-distribution.js';
import { Bernoulli } from './bernoulli.js';
import { Laplace } from './laplace.js';
import { MixtureSameFamily } from './mixture-same-family.js';
import { monteCarloEntropy } from './monte-carlo-entropy.js';
import { Normal } from './normal.js';

tidyTests(tf.engine());

describeDistribution({
  name: 'MixtureSameFamily of Independent(Normal)',
  reference: 'mixture',
  make: (logits, loc, logVar) =>
    new MixtureSameFamily({ logits: logits }, Normal.fromLogVar(loc, logVar, { eventDims: 1 })),
});
describeDistribution({
  name: 'MixtureSameFamily of Laplace, common weights',
  reference: 'mixtureCommonWeights',
  make: (logits, loc, scale) => new MixtureSameFamily({ logits: logits }, new Laplace(loc, scale)),
});
describeDistribution({
  name: 'MixtureSameFamily of Normal, cdf',
  reference: 'mixtureCdf',
  make: (logits, loc, scale) => new MixtureSameFamily({ logits: logits }, new Normal(loc, scale)),
});

test('has a cumulative distribution function exactly where the components have one, for the type checker', () => {
  const discrete = new MixtureSameFamily({ weights: tf.tensor1d([0.5, 0.5]) }, new Bernoulli(tf.zeros([2])));
  // @ts-expect-error: a Bernoulli distribution has none
  expect(() => discrete.cdf(tf.scalar(0))).toThrow();
});

test('weights and logits say the same', () => {
  const components = new Normal(tf.tensor1d([-1, 2, 5]), 1);
  const x = tf.tensor1d([0, 1, 4]);
  const a = new MixtureSameFamily({ weights: tf.tensor1d([0.2, 0.5, 0.3]) }, components).logProb(x).dataSync();
  const logits = tf.add(tf.log(tf.tensor1d([0.2, 0.5, 0.3])), 7);
  const b = new MixtureSameFamily({ logits }, components).logProb(x).dataSync();
  for (const [i, value] of a.entries()) expect(b[i]).toBeCloseTo(value, 5);
});

test('a mixture of one is its component', () => {
  const loc = tf.tensor2d([[1], [2], [3]]);
  const one = new MixtureSameFamily({ weights: tf.tensor1d([1]) }, new Normal(loc, 1e-6));
  [...one.sample(Rng.fromSeed(1), [2]).dataSync()].forEach((value, i) => {
    expect(value).toBeCloseTo(1 + (i % 3), 4);
  });
});

test('a component of weight 0 never shows, nor breaks a gradient', () => {
  const weights = tf.tensor1d([0.5, 0, 0.5]);
  const loc = tf.tensor1d([0, 1e3, 1]);
  const make = (l: tf.Tensor, w: tf.Tensor) => new MixtureSameFamily({ weights: w }, new Normal(l, 0.1));
  expect(Math.max(...make(loc, weights).sample(Rng.fromSeed(1), [1000]).dataSync())).toBeLessThan(2);
  expect(make(loc, weights).mean().dataSync()[0]).toBeCloseTo(0.5, 6);
  const gradients = tf.grads((l: tf.Tensor, w: tf.Tensor) => tf.sum(make(l, w).logProb(tf.scalar(0.2))))([
    loc,
    weights,
  ]);
  for (const gradient of gradients) expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
  expect(gradients[0]!.dataSync()[1]).toBeCloseTo(0, 12);
});

test('entropy by Monte Carlo meets the closed form where there is one (6 standard errors: once in 5e8 seeds)', () => {
  const normal = Normal.fromLogVar(tf.zeros([2, 3]), tf.ones([2, 3]), { eventDims: 1 });
  const stacked = Normal.fromLogVar(tf.zeros([2, 4, 3]), tf.ones([2, 4, 3]), { eventDims: 1 });
  const same = new MixtureSameFamily({ weights: tf.fill([4], 0.25) }, stacked);
  const expected = normal.entropy().dataSync();
  for (const d of [normal, same]) {
    const { estimate, standardError } = monteCarloEntropy(d, { samples: 5000, rng: Rng.fromSeed(3) });
    const [found, error] = [estimate.dataSync(), standardError.dataSync()];
    for (const [i, value] of expected.entries()) {
      expect(error[i]).toBeLessThan(0.05);
      expect(Math.abs(found[i]! - value)).toBeLessThan(6 * error[i]!);
    }
  }
  expect(() => monteCarloEntropy(same, { samples: 1, rng: Rng.fromSeed(3) })).toThrow(/at least 2.*found 1/);
});

test('is −∞ where every component underflows, as one alone is, and no gradient is NaN', () => {
  const locs = tf.tensor1d([0, 1]);
  for (const [logVar, x] of [
    [-88, 3],
    [0, 1e20],
  ] as const) {
    const alone = Normal.fromLogVar(tf.scalar(0), tf.scalar(logVar)).logProb(tf.scalar(x)).dataSync()[0];
    expect(alone).toBe(-Infinity);
    const make = (l: tf.Tensor): MixtureSameFamily =>
      new MixtureSameFamily({ logits: tf.zeros([2]) }, Normal.fromLogVar(l, tf.fill([2], logVar)));
    const points = tf.tensor1d([x, 0]);
    const values = make(locs).logProb(points).dataSync();
    expect(values[0]).toBe(-Infinity);
    expect(Number.isFinite(values[1])).toBe(true);
    const gradient = tf.grad((l: tf.Tensor) => tf.sum(make(l).logProb(tf.scalar(x))))(locs);
    expect([...gradient.dataSync()]).toEqual([0, 0]);
  }
});

test('refuses weights of another shape', () => {
  const components = Normal.fromLogVar(tf.zeros([2, 4, 3]), tf.ones([2, 4, 3]), { eventDims: 1 });
  for (const shape of [[3], [4, 2], [1, 4], []]) {
    expect(() => new MixtureSameFamily({ weights: tf.ones(shape) }, components)).toThrow(
      /MixtureSameFamily: weights: expected shape \[4\] or \[2, 4\]/,
    );
  }
  expect(() => new MixtureSameFamily({ logits: tf.ones([1]) }, Normal.standard([2]))).toThrow(/components/);
});
