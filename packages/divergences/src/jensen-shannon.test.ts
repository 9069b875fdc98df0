import { readFileSync } from 'node:fs';
import { Independent, Laplace, Normal, OneHotCategorical } from '@polyvae/distributions';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { type Block, expectClose, expectEstimate, tensorOf, tidilyOnCpu } from '../test/check.js';
import { randomExperts, randomWeights, stackedExperts } from '../test/experts.js';
import {
  dynamicPriorMoE,
  jensenShannon,
  jensenShannonBounds,
  kl,
  mixtureOfExperts,
  monteCarloKl,
  renormalise,
  weightsOfPresent,
} from './index.js';

tidilyOnCpu();

interface Quadrature {
  readonly mus: Block;
  readonly logvars: Block;
  readonly weights: number[];
  readonly js: number;
  readonly kl: number[];
  readonly posteriorToPrior: number;
}
const { arithmetic } = JSON.parse(readFileSync(new URL('../fixtures/published.json', import.meta.url), 'utf8')) as {
  arithmetic: Quadrature[];
};

describe.each(arithmetic)('against quadrature, %#', ({ mus, logvars, weights, ...expected }) => {
  test('the arithmetic divergence and its parts (5.5 standard errors: fails once in 2e6 seeds and value)', () => {
    const experts = stackedExperts(tensorOf(mus), tensorOf(logvars));
    const rng = Rng.fromSeed(`quadrature ${expected.js}`);
    const options = { samples: 5000, rng };
    expectEstimate(jensenShannon(experts, { mean: 'arithmetic', weights, ...options }), [expected.js], 5.5, 0.01);
    const prior = experts[0]!;
    const others = experts.slice(1);
    const mixture = dynamicPriorMoE(others, prior, [...weights.slice(1), weights[0]!]);
    experts.forEach((expert, k) => {
      expectEstimate(monteCarloKl(expert, mixture, options), [expected.kl[k]!], 5.5, 0.05);
    });
    const own = renormalise(weights.slice(1));
    const toPrior = monteCarloKl(mixtureOfExperts(others, own), prior, options);
    expectEstimate(toPrior, [expected.posteriorToPrior], 5.5, 0.05);
    // Lemma 3: the mixture is closer to the prior than its components are on average.
    const bound = others.reduce((sum, expert, k) => sum + own[k]! * kl(expert, prior).dataSync()[0]!, 0);
    expect(expected.posteriorToPrior).toBeLessThanOrEqual(bound);
  });

  test('lies between the bounds', () => {
    const { lower, upper } = jensenShannonBounds(stackedExperts(tensorOf(mus), tensorOf(logvars)), weights);
    expect(lower.dataSync()[0]).toBeLessThanOrEqual(expected.js);
    expect(upper.dataSync()[0]).toBeGreaterThanOrEqual(expected.js);
  });
});

describe('properties, random experts and weights', () => {
  const rng = Rng.fromSeed('properties');
  const cases = [2, 3, 5].flatMap((count) => [0.05, 0.7, 2].map((spread) => [count, spread] as const));

  test.each(cases)(
    '%i experts of spread %f: 0 ≤ lower ≤ JS ≤ upper ≤ H(w), and JS ≤ the geometric one',
    (count, spread) => {
      const experts = randomExperts(rng, count, 6, 3, spread);
      const weights = randomWeights(rng, count);
      const { lower, upper } = jensenShannonBounds(experts, weights);
      const { estimate, standardError } = jensenShannon(experts, { mean: 'arithmetic', weights, samples: 500, rng });
      const geometric = jensenShannon(experts, { mean: 'geometric', weights }).dataSync();
      const entropy = -weights.reduce((sum, weight) => sum + weight * Math.log(weight), 0);
      const [low, high, js, error] = [lower, upper, estimate, standardError].map((x) => x.dataSync()) as Float32Array[];
      for (const i of js!.keys()) {
        // 5.5 standard errors: fails once in 2e6 seeds and row; 1e-6 for the rounding of logarithms near 0.
        const slack = 5.5 * error![i]! + 1e-6;
        expect(low![i]).toBeGreaterThanOrEqual(-1e-6);
        expect(js![i]).toBeGreaterThanOrEqual(low![i]! - slack);
        expect(js![i]).toBeLessThanOrEqual(high![i]! + slack);
        expect(high![i]).toBeLessThanOrEqual(entropy + 1e-6);
        // The mixture is the distribution that minimises the weighted sum of divergences.
        expect(js![i]).toBeLessThanOrEqual(geometric[i]! + slack);
        expect(geometric[i]).toBeGreaterThanOrEqual(0);
      }
    },
  );

  test('equal distributions have divergence 0, of either mean, and far ones the entropy of the weights', () => {
    const [q] = randomExperts(rng, 1, 4, 3, 1);
    const same = [q!, q!, q!];
    for (const value of jensenShannon(same, { mean: 'geometric' }).dataSync()) expect(value).toBeCloseTo(0, 6);
    const { estimate } = jensenShannon(same, { mean: 'arithmetic', samples: 10, rng });
    for (const value of estimate.dataSync()) expect(value).toBeCloseTo(0, 5);
    const far = [0, 100, -100].map((loc) => Normal.fromLogVar(tf.fill([1], loc), tf.zeros([1]), { eventDims: 1 }));
    const { lower, upper } = jensenShannonBounds(far);
    const apart = jensenShannon(far, { mean: 'arithmetic', samples: 10, rng }).estimate;
    for (const x of [lower, upper, apart]) expect(x.dataSync()[0]).toBeCloseTo(Math.log(3), 5);
  });

  test('divergences of equals are 0 however small their variances are', () => {
    for (const size of [-100, -178, -300]) {
      // Means whose thirds do not add up to them in float32.
      const q = Normal.fromLogVar(tf.tensor2d([[0.1, 0.7, -3.3]]), tf.fill([1, 3], size), { eventDims: 1 });
      const same = [q, q, q];
      expect(jensenShannon(same, { mean: 'geometric' }).dataSync()[0]).toBeCloseTo(0, 6);
      const { estimate, standardError } = jensenShannon(same, { mean: 'arithmetic', samples: 5, rng });
      const { lower, upper } = jensenShannonBounds(same);
      for (const x of [estimate, standardError, lower, upper]) expect(x.dataSync()[0]).toBeCloseTo(0, 4);
    }
  });

  test('an absent distribution far from all others leaves no NaN in gradients', () => {
    const logVar = tf.fill([1, 2], -100);
    const weights = tf.tensor2d([[0], [0.5], [0.5]]);
    const divergence = (loc: tf.Tensor): tf.Tensor => {
      const [absent, here, there] = [tf.fill([1, 2], Number.NaN), loc, tf.add(loc, 1e-18)].map((at) =>
        Normal.fromLogVar(at, logVar, { eventDims: 1 }),
      );
      return jensenShannon([absent!, here!, there!], { mean: 'arithmetic', weights, samples: 4, rng }).estimate;
    };
    const { value, grad } = tf.valueAndGrad((loc: tf.Tensor) => tf.sum(divergence(loc)))(tf.fill([1, 2], 50));
    for (const x of [value, grad]) expect([...x.dataSync()].every(Number.isFinite)).toBe(true);
  });

  test('the order of the distributions does not matter', () => {
    const [a, b, c] = randomExperts(rng, 3, 4, 3, 1);
    const one = jensenShannon([a!, b!, c!], { mean: 'geometric', weights: [0.2, 0.3, 0.5] });
    const other = jensenShannon([c!, a!, b!], { mean: 'geometric', weights: [0.5, 0.2, 0.3] });
    expectClose(one, [...other.dataSync()], 2e-6);
  });
});

describe('gradients', () => {
  test('geometric: those of finite differences (1e-3)', () => {
    const rng = Rng.fromSeed('gradient');
    const shape = [3, 2, 2];
    const inputs = [tf.tensor(rng.normals(12), shape), tf.tensor(rng.normals(12), shape)];
    const loss = (m: tf.Tensor, v: tf.Tensor): tf.Scalar =>
      tf.sum(jensenShannon(stackedExperts(m, v), { mean: 'geometric', weights: [0.2, 0.3, 0.5] }));
    const gradients = tf.grads(loss)(inputs);
    const h = 2 ** -6;
    inputs.forEach((input, i) => {
      const values = input.dataSync();
      const gradient = gradients[i]!.dataSync();
      for (let j = 0; j < values.length; j++) {
        const at = (step: number): number => {
          const moved = tf.tensor(values.with(j, values[j]! + step), shape);
          return (i === 0 ? loss(moved, inputs[1]!) : loss(inputs[0]!, moved)).dataSync()[0]!;
        };
        const difference = (at(h) - at(-h)) / (2 * h);
        expect(Math.abs(gradient[j]! - difference)).toBeLessThan(1e-3 * Math.max(1, Math.abs(difference)));
      }
    });
  });

  test('arithmetic: with the same draws those of finite differences (1e-2)', () => {
    const x = tf.tensor1d([0.3, -0.4]);
    const loss = (loc: tf.Tensor): tf.Scalar => {
      const q = Normal.fromLogVar(loc, tf.zeros([2]), { eventDims: 1 });
      const options = { mean: 'arithmetic', samples: 200, rng: Rng.fromSeed(9) } as const;
      return tf.sum(jensenShannon([q, Normal.standard([2])], options).estimate);
    };
    const gradient = tf.grad(loss)(x).dataSync();
    for (const j of [0, 1]) {
      const h = 2 ** -5;
      const at = (step: number): number =>
        loss(tf.tensor1d(x.dataSync().with(j, x.dataSync()[j]! + step))).dataSync()[0]!;
      expect(gradient[j]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 2);
    }
  });
});

describe('rows of their own', () => {
  test('arithmetic: absent experts may be NaN, and rows equal those of the present experts alone', () => {
    const rng = Rng.fromSeed('rows');
    const [a, b] = randomExperts(rng, 2, 2, 3, 1);
    const hole = tf.tensor2d([0.5, 0.1, -0.2, Number.NaN, Number.NaN, Number.NaN], [2, 3]);
    const weights = weightsOfPresent([0.5, 0.25, 0.25], tf.tensor2d([1, 1, 1, 1, 1, 0], [3, 2]));
    const loss = (loc: tf.Tensor): { estimate: tf.Tensor; standardError: tf.Tensor } => {
      const c = Normal.fromLogVar(loc, loc, { eventDims: 1 });
      return jensenShannon([a!, b!, c], { mean: 'arithmetic', weights, samples: 3000, rng: Rng.fromSeed(4) });
    };
    const { estimate, standardError } = loss(hole);
    const alone = jensenShannon([a!, b!], {
      mean: 'arithmetic',
      weights: [2 / 3, 1 / 3],
      samples: 3000,
      rng: Rng.fromSeed(5),
    });
    const [x, y] = [estimate.dataSync(), alone.estimate.dataSync()];
    const error = Math.hypot(standardError.dataSync()[1]!, alone.standardError.dataSync()[1]!);
    expect(Number.isFinite(x[0]!)).toBe(true);
    expect(Math.abs(x[1]! - y[1]!)).toBeLessThan(5.5 * error);
    const gradient = tf
      .grad((loc: tf.Tensor) => tf.sum(loss(loc).estimate))(hole)
      .dataSync();
    expect([...gradient.slice(3)].every((value) => Math.abs(value) === 0)).toBe(true);
    expect([...gradient.slice(0, 3)].every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
  });
});

test('arithmetic: a distribution without batch axes stands in every row (6 standard errors of the difference)', () => {
  const q = Normal.fromLogVar(tf.tensor2d([0, 1, 2, -1, 4, 0], [3, 2]), tf.zeros([3, 2]), { eventDims: 1 });
  const rows = Normal.fromLogVar(tf.zeros([3, 2]), tf.zeros([3, 2]), { eventDims: 1 });
  for (const order of [0, 1]) {
    const members = (prior: typeof q): (typeof q)[] => (order === 0 ? [q, prior] : [prior, q]);
    const options = { mean: 'arithmetic', samples: 4000, rng: Rng.fromSeed(5) } as const;
    const once = jensenShannon(members(Normal.standard([2])), options);
    const each = jensenShannon(members(rows), options);
    expect(once.estimate.shape).toEqual([3]);
    const [a, b, e, f] = [once.estimate, each.estimate, once.standardError, each.standardError].map((x) =>
      x.dataSync(),
    );
    for (let i = 0; i < 3; i++) expect(Math.abs(a![i]! - b![i]!)).toBeLessThan(6 * Math.hypot(e![i]!, f![i]!));
    expect(e!.every((error) => error < 0.02)).toBe(true);
  }
});

test('other families: Laplace and categorical distributions (bounds and estimate agree; 5.5 standard errors)', () => {
  const rng = Rng.fromSeed('families');
  const laplaces = [0, 1, 3].map((loc) => new Independent(new Laplace(tf.fill([2, 2], loc), 1), 1));
  const categoricals = [0, 1].map((k) => new OneHotCategorical(tf.mul(tf.oneHot([k, k], 3), 2)));
  for (const family of [laplaces, categoricals]) {
    const { estimate, standardError } = jensenShannon(family, { mean: 'arithmetic', samples: 2000, rng });
    const { lower, upper } = jensenShannonBounds(family);
    expect([...lower.dataSync()]).toEqual([0, 0]);
    for (const i of [0, 1]) {
      expect(estimate.dataSync()[i]).toBeLessThan(upper.dataSync()[i]! + 5.5 * standardError.dataSync()[i]!);
      expect(estimate.dataSync()[i]).toBeGreaterThan(0);
    }
  }
  // The exact divergence of two categoricals, by summing over the three categories.
  const p = [Math.E ** 2, 1, 1].map((x) => x / (Math.E ** 2 + 2));
  const q = [p[1]!, p[0]!, p[2]!];
  const exact = [0, 1, 2].reduce((sum, k) => {
    const m = (p[k]! + q[k]!) / 2;
    return sum + (p[k]! * Math.log(p[k]! / m) + q[k]! * Math.log(q[k]! / m)) / 2;
  }, 0);
  const found = jensenShannon(categoricals, { mean: 'arithmetic', samples: 4000, rng });
  expectEstimate(found, [exact, exact], 5.5, 0.02);
});

test('bad input is named', () => {
  const rng = Rng.fromSeed(1);
  const experts = randomExperts(rng, 2, 3, 2, 1);
  const laplace = new Independent(new Laplace(tf.zeros([3, 2]), 1), 1);
  expect(() => jensenShannon(experts, { mean: 'geometric', weights: [0.5, 0.4] })).toThrow(/weights must sum to 1/);
  expect(() => jensenShannon(experts, { mean: 'arithmetic', weights: [2, -1], samples: 5, rng })).toThrow(
    /not negative/,
  );
  expect(() => jensenShannon(experts, { mean: 'arithmetic', samples: 1, rng })).toThrow(/at least 2/);
  expect(() => jensenShannon([], { mean: 'geometric' })).toThrow(/at least one distribution/);
  expect(() => jensenShannon([laplace, laplace], { mean: 'geometric' })).toThrow(
    /geometric mean: .*found Independent\(laplace\)/,
  );
  expect(() => jensenShannon(experts, { mean: 'harmonic' } as never)).toThrow(
    /'geometric' or 'arithmetic', found "harmonic"/,
  );
  expect(() => jensenShannonBounds([experts[0]!, laplace])).toThrow(/closed form/);
});
