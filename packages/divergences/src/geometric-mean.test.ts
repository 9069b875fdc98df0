import { readFileSync } from 'node:fs';
import { Normal, setValueChecks } from '@polyvae/distributions';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { type Block, expectClose, tensorOf, tidilyOnCpu } from '../test/check.js';
import { randomExperts, randomWeights, stackedExperts } from '../test/experts.js';
import { dynamicPriorPoE, geometricMean, jensenShannon, productOfExperts, weightsOfPresent } from './index.js';
import { publishedProducts } from './published-code.js';

tidilyOnCpu();

interface Published {
  readonly mus: Block;
  readonly logvars: Block;
  readonly weights: number[];
  readonly poe: { mu: number[]; logvar: number[] };
  readonly alphaPoe: { mu: number[]; logvar: number[] };
  readonly groupDivergence: number;
  readonly normalization: number;
  readonly gradMus: number[];
  readonly gradLogVars: number[];
  readonly exact: { mu: number[]; logvar: number[]; jsd: number[] };
}
const fixtures = JSON.parse(readFileSync(new URL('../fixtures/published.json', import.meta.url), 'utf8')) as Record<
  string,
  Published
>;

describe.each(['jsd2uneven0', 'jsd3uneven1'])('published values, %s', (name) => {
  const { mus, logvars, weights, poe, alphaPoe, exact, ...rest } = fixtures[name]!;
  const published = publishedProducts();

  test('products and weighted geometric means with the published 1e-8 (2e-6 of the largest)', () => {
    const experts = stackedExperts(tensorOf(mus), tensorOf(logvars));
    const product = published.productOfExperts(experts);
    expectClose(product.base.loc, poe.mu, 2e-6);
    expectClose(product.base.logVar(), poe.logvar, 2e-6);
    const mean = published.geometricMean(experts, weights);
    expectClose(mean.base.loc, alphaPoe.mu, 2e-6);
    expectClose(mean.base.logVar(), alphaPoe.logvar, 2e-6);
  });

  test('weighted geometric means and divergences without it (3e-6 of the largest)', () => {
    const experts = stackedExperts(tensorOf(mus), tensorOf(logvars));
    const mean = geometricMean(experts, weights);
    expectClose(mean.base.loc, exact.mu, 3e-6);
    expectClose(mean.base.logVar(), exact.logvar, 3e-6);
    expectClose(jensenShannon(experts, { mean: 'geometric', weights }), exact.jsd, 3e-6);
    const { base } = dynamicPriorPoE(experts.slice(1), experts[0]!, [...weights.slice(1), weights[0]!]);
    expectClose(base.loc, exact.mu, 3e-6);
  });

  test('the divergence of a batch and its gradients (1e-5 of the largest)', () => {
    const loss = (m: tf.Tensor, v: tf.Tensor): tf.Scalar => {
      const divergence = published.jensenShannon(stackedExperts(m, v), weights);
      return tf.div(tf.sum(divergence), rest.normalization);
    };
    const inputs = [tensorOf(mus), tensorOf(logvars)];
    expectClose(loss(inputs[0]!, inputs[1]!), [rest.groupDivergence], 2e-6);
    const [gradMus, gradLogVars] = tf.grads(loss)(inputs);
    expectClose(gradMus!, rest.gradMus, 1e-5);
    expectClose(gradLogVars!, rest.gradLogVars, 1e-5);
  });
});

test('property: the mean is the normalised product, ∏ qₖ^wₖ / mean is the same everywhere (1e-5 of the log densities)', () => {
  const rng = Rng.fromSeed('product');
  for (const count of [1, 2, 3, 6]) {
    const experts = randomExperts(rng, count, 4, 3, 1);
    const weights = randomWeights(rng, count);
    const mean = geometricMean(experts, weights);
    const logRatio = (x: tf.Tensor): tf.Tensor =>
      tf.sub(tf.addN(experts.map((q, k) => tf.mul(q.logProb(x), weights[k]!))), mean.logProb(x));
    const points = [0, 1, -2].map((shift) => tf.add(mean.base.loc, tf.mul(mean.base.scale, shift)));
    const [a, b, c] = points.map((x) => logRatio(x).dataSync()) as [Float32Array, Float32Array, Float32Array];
    for (const i of a.keys()) {
      // ln Z ≤ 0 by Hölder's inequality.
      expect(a[i]).toBeLessThanOrEqual(1e-4);
      expect(Math.abs(a[i]! - b[i]!) + Math.abs(a[i]! - c[i]!)).toBeLessThan(1e-4);
    }
  }
});

test('copies of one expert: the mean is that expert, the product is sharper by their number', () => {
  const [expert] = randomExperts(Rng.fromSeed(2), 1, 3, 2, 1);
  const copies = [expert!, expert!, expert!];
  const expected = [...expert!.base.logVar().dataSync()];
  expectClose(geometricMean(copies).base.logVar(), expected, 1e-6);
  expectClose(
    productOfExperts(copies).base.logVar(),
    expected.map((value) => value - Math.log(3)),
    1e-6,
  );
  expectClose(
    productOfExperts(copies, { weights: [1, 0, 1] }).base.logVar(),
    expected.map((v) => v - Math.LN2),
    1e-6,
  );
});

test('extreme log variances neither overflow nor vanish', () => {
  const at = (loc: number, logVar: number) =>
    Normal.fromLogVar(tf.tensor2d([[loc]]), tf.tensor2d([[logVar]]), { eventDims: 1 });
  for (const shift of [-120, -90, 90, 120]) {
    const { base } = productOfExperts([at(1, shift), at(3, shift)]);
    expect(base.loc.dataSync()[0]).toBeCloseTo(2, 5);
    expect(base.logVar().dataSync()[0]).toBeCloseTo(shift - Math.LN2, 4);
  }
  expect(productOfExperts([at(1, -120), at(3, 120)]).base.loc.dataSync()[0]).toBe(1);
});

describe('rows of their own', () => {
  test('absent experts may be NaN: values and gradients are those of the experts present', () => {
    const rng = Rng.fromSeed('absent');
    const [a, b, c] = randomExperts(rng, 3, 2, 3, 1).map(({ base }) => base) as [Normal, Normal, Normal];
    const nan = tf.fill([1, 3], Number.NaN);
    const hole = (x: tf.Tensor): tf.Tensor => tf.concat([tf.slice(x, [0, 0], [1, 3]), nan]);
    const present = tf.tensor2d([1, 1, 1, 0, 1, 1], [3, 2]);
    const weights = weightsOfPresent([0.2, 0.3, 0.5], present);
    expectClose(weights, [0.2, 0.2 / 0.7, 0.3, 0, 0.5, 0.5 / 0.7], 1e-6);
    const js = (w: tf.Tensor | number[], ...p: tf.Tensor[]): tf.Tensor => {
      const experts = [0, 2, 4]
        .filter((k) => k < p.length)
        .map((k) => Normal.fromLogVar(p[k]!, p[k + 1]!, { eventDims: 1 }));
      const mean = geometricMean(experts, w);
      const product = productOfExperts(experts, { weights: w });
      return tf.addN([
        jensenShannon(experts, { mean: 'geometric', weights: w }),
        tf.sum(mean.base.loc, 1),
        product.entropy(),
      ]);
    };
    const full = [a.loc, a.logVar(), hole(b.loc), hole(b.logVar()), c.loc, c.logVar()];
    const [withHole, all, without] = [
      js(weights, ...full),
      js([0.2, 0.3, 0.5], a.loc, a.logVar(), b.loc, b.logVar(), c.loc, c.logVar()),
      js([0.2 / 0.7, 0.5 / 0.7], a.loc, a.logVar(), c.loc, c.logVar()),
    ].map((x) => x.dataSync()) as [Float32Array, Float32Array, Float32Array];
    expect(withHole[0]).toBeCloseTo(all[0]!, 5);
    expect(withHole[1]).toBeCloseTo(without[1]!, 5);
    const gradients = tf.grads((...p: tf.Tensor[]) => tf.sum(js(weights, ...p)))(full);
    for (const gradient of gradients) expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
    expect([...gradients[2]!.dataSync()].slice(3).every((value) => value === 0)).toBe(true);
    expect([...gradients[2]!.dataSync()].slice(0, 3).every((value) => value !== 0)).toBe(true);
  });

  test('a plain weight of 0 leaves an expert out, NaN or not', () => {
    const [a, b] = randomExperts(Rng.fromSeed(8), 2, 2, 3, 1);
    const nan = Normal.fromLogVar(tf.fill([2, 3], Number.NaN), tf.fill([2, 3], Number.NaN), { eventDims: 1 });
    const expected = [...geometricMean([a!, b!], [0.4, 0.6]).base.loc.dataSync()];
    expectClose(geometricMean([a!, nan, b!], [0.4, 0, 0.6]).base.loc, expected, 1e-6);
  });
});

describe('bad input', () => {
  test('weights', () => {
    const experts = randomExperts(Rng.fromSeed(1), 2, 3, 2, 1);
    expect(() => geometricMean(experts, [0.5, 0.6])).toThrow(
      /geometricMean: weights must sum to 1, \[0.5, 0.6\] sum to 1.1/,
    );
    expect(() => geometricMean(experts, [-0.5, 1.5])).toThrow(/not negative, found -0.5 at index 0/);
    expect(() => geometricMean(experts, [Number.NaN, 1])).toThrow(/finite.*found NaN/);
    expect(() => geometricMean(experts, [1])).toThrow(/expected 2 weights .*found 1/);
    expect(() => productOfExperts(experts, { weights: [0, 0] })).toThrow(/at least one weight must be positive/);
    expect(() => geometricMean(experts, tf.ones([2, 4]))).toThrow(
      /weights: expected shape \[2\] or \[2, 3\], found \[2, 4\]/,
    );
    expect(() => weightsOfPresent([0.5, 0.5], tf.ones([3, 2]))).toThrow(/present: expected shape \[2, batch\]/);
    expect(() => publishedProducts({ varianceEpsilon: 0 })).toThrow(/varianceEpsilon must be finite and positive/);
  });

  test('weights of a tensor, in debug', () => {
    const experts = randomExperts(Rng.fromSeed(1), 2, 2, 2, 1);
    const wrong = tf.tensor2d([0.5, 0.5, 0.5, 0.6], [2, 2]);
    expect(() => geometricMean(experts, wrong)).not.toThrow();
    setValueChecks(true);
    try {
      expect(() => geometricMean(experts, wrong)).toThrow(/weights of row 1.*sum to 1/);
      expect(() => weightsOfPresent([0.5, 0.5], tf.zeros([2, 2]))).toThrow(/weightsOfPresent: weights of row 0/);
    } finally {
      setValueChecks(false);
    }
  });

  test('experts', () => {
    const [a] = randomExperts(Rng.fromSeed(1), 1, 3, 2, 1);
    const [other] = randomExperts(Rng.fromSeed(1), 1, 4, 2, 1);
    expect(() => geometricMean([])).toThrow(/geometricMean: expected at least one/);
    expect(() => geometricMean([a!, Normal.standard([3])])).toThrow(
      /event shape of expert 1: expected shape \[2\], found \[3\]/,
    );
    expect(() => geometricMean([a!, other!])).toThrow(/batch shape of expert 1: .*\[3\], found \[4\]/);
    const plain = new Normal(tf.zeros([3, 2]), 1) as never;
    expect(() => productOfExperts([plain])).toThrow(/expected Independent\(normal\) experts, found normal at index 0/);
  });
});
