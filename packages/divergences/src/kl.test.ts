import { readFileSync } from 'node:fs';
import {
  Bernoulli,
  Categorical,
  ContinuousBernoulli,
  type Distribution,
  Independent,
  Laplace,
  MixtureSameFamily,
  NoClosedFormError,
  Normal,
  OneHotCategorical,
  Poisson,
  ShapeError,
} from '@polyvae/distributions';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { type Block, expectClose, expectEstimate, tensorOf, tidilyOnCpu } from '../test/check.js';
import { randomExperts } from '../test/experts.js';
import { hasClosedForm, kl, monteCarloKl } from './index.js';

tidilyOnCpu();

interface Reference {
  readonly parameters: Block[];
  readonly kl: Block;
  readonly gradients: Block[];
}
const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));
const references = read('reference.json') as Record<string, Reference>;
const { wide } = read('published.json') as {
  wide: Record<'mu0' | 'logvar0' | 'mu1' | 'logvar1', Block> & { perSample: number[] };
};

const pairs: Record<string, (...parameters: tf.Tensor[]) => Distribution> = {
  normal: (loc, logVar) => Normal.fromLogVar(loc, logVar),
  normalBroadcast: (loc, logVar) => Normal.fromLogVar(loc, logVar),
  laplace: (loc, scale) => new Laplace(loc, scale),
  bernoulli: (logits) => new Bernoulli(logits),
  oneHotCategorical: (logits) => new OneHotCategorical(logits),
  independentNormal: (loc, logVar) => Normal.fromLogVar(loc, logVar, { eventDims: 1 }),
  independentOneHotCategorical: (logits) => new Independent(new OneHotCategorical(logits), 1),
  categorical: (logits) => new Categorical(logits),
  poisson: (rate) => new Poisson(rate),
  continuousBernoulli: (logits) => new ContinuousBernoulli(logits),
};

describe.each(Object.entries(pairs))('kl of %s', (name, make) => {
  const reference = references[name]!;
  const half = reference.parameters.length / 2;
  const both = (parameters: tf.Tensor[]): [Distribution, Distribution] => [
    make(...parameters.slice(0, half)),
    make(...parameters.slice(half)),
  ];

  test('has the reference values (2e-6) and gradients (1e-5 of the largest)', () => {
    const parameters = reference.parameters.map(tensorOf);
    const value = kl(...both(parameters));
    expect(value.shape).toEqual(reference.kl.shape);
    expectClose(value, reference.kl.data, 2e-6);
    const gradients = tf.grads((...p: tf.Tensor[]) => tf.sum(kl(...both(p))))(parameters);
    gradients.forEach((gradient, i) => {
      expectClose(gradient, reference.gradients[i]!.data, 1e-5);
    });
  });

  test('is met by the Monte Carlo estimate (5.5 standard errors: fails once in 2e6 seeds and element)', () => {
    const [p, q] = both(reference.parameters.map(tensorOf));
    const estimate = monteCarloKl(p, q, { samples: 4000, rng: Rng.fromSeed(`mc ${name}`) });
    expectEstimate(estimate, reference.kl.data, 5.5, 2);
  });

  test('leaves only its result, and is 0 for equal distributions', () => {
    const [p] = both(reference.parameters.map(tensorOf));
    const before = tf.memory().numTensors;
    const value = kl(p, p);
    expect(tf.memory().numTensors).toBe(before + 1);
    // Laplace, Bernoulli and categorical differences round at 1e-7 of their terms; normal and Poisson ones are exactly 0.
    for (const x of value.dataSync()) expect(Math.abs(x)).toBeLessThanOrEqual(name.match(/normal|poisson/i) ? 0 : 1e-6);
  });
});

test('normal distributions with wide log variances (2e-6 of the largest)', () => {
  const gaussian = (loc: Block, logVar: Block) => Normal.fromLogVar(tensorOf(loc), tensorOf(logVar), { eventDims: 1 });
  expectClose(kl(gaussian(wide.mu0, wide.logvar0), gaussian(wide.mu1, wide.logvar1)), wide.perSample, 2e-6);
  const far = Normal.fromLogVar(tf.tensor1d([1e-15]), tf.tensor1d([-140]));
  expect(kl(far, far).dataSync()[0]).toBe(0);
});

test('is 0 for equal distributions however small their variances are, with gradients 0', () => {
  const loc = tf.tensor1d([0, 0.3, -7]);
  for (const size of [-150, -177, -178, -200, -1000]) {
    const logVar = tf.fill([3], size);
    const q = Normal.fromLogVar(loc, logVar, { eventDims: 1 });
    expect(kl(q, q).dataSync()[0]).toBe(0);
    const gradients = tf.grads((l: tf.Tensor, v: tf.Tensor) => kl(Normal.fromLogVar(l, v, { eventDims: 1 }), q))([
      loc,
      logVar,
    ]);
    for (const gradient of gradients) expect([...gradient.dataSync()].map(Math.abs)).toEqual([0, 0, 0]);
  }
});

test('is never negative and keeps its digits where distributions nearly agree (5e-6 relative)', () => {
  const differences = [0, 1e-6, -1e-4, 3e-3, -0.02, 0.1, 0.499, -0.499, 0.5, -0.5, 0.7, 3, -3];
  const zeros = tf.zeros([differences.length]);
  const values = kl(Normal.fromLogVar(zeros, tf.tensor1d(differences)), Normal.fromLogVar(zeros, zeros)).dataSync();
  for (const [i, d] of differences.map(Math.fround).entries()) {
    // Beyond 0.1 doubles lose nothing; below, the series' first terms are exact enough.
    const expected =
      Math.abs(d) > 0.1 ? (Math.expm1(d) - d) / 2 : (d * d * (1 / 2 + d / 6 + d ** 2 / 24 + d ** 3 / 120)) / 2;
    expect(values[i]).toBeGreaterThanOrEqual(0);
    expect(Math.abs(values[i]! - expected)).toBeLessThanOrEqual(5e-6 * expected);
  }
});

test('property: KL ≥ 0 for random Gaussians of all widths (500 pairs)', () => {
  const rng = Rng.fromSeed('positive');
  for (const spread of [0.001, 0.1, 1, 3, 8]) {
    const [p, q] = randomExperts(rng, 2, 100, 5, spread);
    expect([...kl(p!, q!).dataSync()].every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
  }
});

test('broadcasts a prior over the batch, also from parameters smaller than their distribution', () => {
  const q = Normal.fromLogVar(tf.ones([3, 4]), tf.zeros([3, 4]), { eventDims: 1 });
  expectClose(kl(q, Normal.standard([4])), [2, 2, 2], 1e-6);
  expectClose(kl(Normal.standard([4]), q), [2, 2, 2], 1e-6);
  const small = new Independent(new Normal(tf.zeros([3, 4]), 1), 1);
  expectClose(
    kl(small, new Independent(new Normal(tf.zeros([3, 4]), 2), 1)),
    new Array(3).fill(4 * (Math.LN2 - 3 / 8)),
    2e-6,
  );
  const nested = new Independent(new Independent(new Normal(tf.ones([3, 4]), 1), 1), 1);
  expect(kl(nested, new Independent(new Normal(tf.zeros([3, 4]), 1), 2)).dataSync()[0]).toBeCloseTo(6, 5);
});

test('a pair without closed form is an error that names both and the way out', () => {
  const normal = Normal.standard([2]);
  const laplace = new Independent(new Laplace(tf.zeros([2]), 1), 1);
  const mixture = new MixtureSameFamily(
    { weights: tf.tensor1d([0.5, 0.5]) },
    Normal.fromLogVar(tf.zeros([2, 2]), tf.zeros([2, 2]), { eventDims: 1 }),
  );
  expect(() => kl(normal, laplace)).toThrow(NoClosedFormError);
  expect(() => kl(normal, laplace)).toThrow(/Independent\(normal\) ‖ Independent\(laplace\).*monteCarloKl/);
  expect(() => kl(mixture, normal)).toThrow(/Mixture\(Independent\(normal\)\) ‖ Independent\(normal\)/);
  expect([hasClosedForm(normal, normal), hasClosedForm(mixture, normal)]).toEqual([true, false]);
  expectEstimate(monteCarloKl(mixture, normal, { samples: 100, rng: Rng.fromSeed(1) }), [0], 5.5, 1e-6);
});

test('refuses other event shapes, batches that do not broadcast, and one sample', () => {
  const p = Normal.fromLogVar(tf.zeros([3, 4]), tf.zeros([3, 4]), { eventDims: 1 });
  expect(() => kl(p, Normal.standard([5]))).toThrow(ShapeError);
  expect(() => kl(p, Normal.standard([5]))).toThrow(/kl: event shape of q: expected shape \[4\], found \[5\]/);
  const other = Normal.fromLogVar(tf.zeros([2, 4]), tf.zeros([2, 4]), { eventDims: 1 });
  expect(() => kl(p, other)).toThrow(/kl: batch shape of q: .*\[3\], found \[2\]/);
  expect(() => monteCarloKl(p, p, { samples: 1, rng: Rng.fromSeed(1) })).toThrow(/at least 2/);
});
