import { describe, expect, test } from 'vitest';
import { Rng } from './rng.js';

// Every test here uses one fixed seed. The failure rates say how often a correct generator would fail with a fresh one.
const N = 200_000;

/** Largest distance between the empirical and the true distribution function, times √n. */
function kolmogorov(values: Float64Array, cdf: (x: number) => number): number {
  const sorted = values.slice().sort();
  let worst = 0;
  for (let i = 0; i < sorted.length; i++) {
    const p = cdf(sorted[i]!);
    worst = Math.max(worst, Math.abs(p - i / sorted.length), Math.abs((i + 1) / sorted.length - p));
  }
  return worst * Math.sqrt(sorted.length);
}

/** P(√n D > 2.7) = 2 exp(−2 · 2.7²) ≈ 9e-7. */
const KOLMOGOROV_LIMIT = 2.7;

function draw(n: number, next: () => number): Float64Array {
  return Float64Array.from({ length: n }, next);
}

function moment(values: Float64Array, power: number): number {
  return values.reduce((sum, x) => sum + x ** power, 0) / values.length;
}

/** Φ by Abramowitz and Stegun 7.1.26, absolute error below 1.5e-7, far under what 200,000 samples resolve. */
function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const upper = 0.5 * poly * Math.exp(-z * z);
  return x > 0 ? 1 - upper : upper;
}

/** χ² in standard deviations; beyond 6 fails less than once in 1e6 for the degrees of freedom used here. */
function chiSquareZ(counts: ArrayLike<number>, expected: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += (counts[i]! - expected(i)) ** 2 / expected(i);
  const freedom = counts.length - 1;
  return (sum - freedom) / Math.sqrt(2 * freedom);
}

describe('uniform', () => {
  const rng = Rng.fromSeed('uniform');
  test('has the right distribution (fails once in 1e6)', () => {
    const values = draw(N, () => rng.uniform());
    expect(kolmogorov(values, (x) => x)).toBeLessThan(KOLMOGOROV_LIMIT);
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
  });
  test('float32 ones stay below 1 and have the right distribution (fails once in 1e6)', () => {
    const values = Float64Array.from(rng.uniforms(N));
    expect(kolmogorov(values, (x) => x)).toBeLessThan(KOLMOGOROV_LIMIT);
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
  });
  test('words: every bit is fair and successive words are independent (fails once in 1e6)', () => {
    const ones = new Float64Array(32);
    const pairs = new Float64Array(256);
    let previous = rng.uint32();
    for (let i = 0; i < N; i++) {
      const word = rng.uint32();
      for (let bit = 0; bit < 32; bit++) ones[bit]! += (word >>> bit) & 1;
      pairs[((previous >>> 28) << 4) | (word >>> 28)]! += 1;
      previous = word;
    }
    for (const count of ones) expect(Math.abs(count - N / 2)).toBeLessThan(6 * Math.sqrt(N / 4));
    expect(chiSquareZ(pairs, () => N / 256)).toBeLessThan(6);
  });
});

describe('normal', () => {
  const rng = Rng.fromSeed('normal');
  const values = draw(N, () => rng.normal());
  test('has the right distribution (fails once in 1e6)', () => {
    expect(kolmogorov(values, normalCdf)).toBeLessThan(KOLMOGOROV_LIMIT);
  });
  test('has the right first four moments (each 5 sd: fails once in 4e5)', () => {
    // Variances of x, x², x³, x⁴ under N(0, 1): 1, 2, 15, 96.
    const expected = [0, 1, 0, 3];
    const variances = [1, 2, 15, 96];
    for (let k = 0; k < 4; k++) {
      expect(Math.abs(moment(values, k + 1) - expected[k]!)).toBeLessThan(5 * Math.sqrt(variances[k]! / N));
    }
  });
  test('both numbers of a pair are independent (6 sd)', () => {
    let dot = 0;
    for (let i = 0; i < N; i += 2) dot += values[i]! * values[i + 1]!;
    expect(Math.abs(dot)).toBeLessThan(6 * Math.sqrt(N / 2));
  });
});

test('laplace has the right distribution and variance 2 (fails once in 1e6; 6 sd)', () => {
  const rng = Rng.fromSeed('laplace');
  const values = draw(N, () => rng.laplace());
  expect(kolmogorov(values, (x) => (x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2))).toBeLessThan(KOLMOGOROV_LIMIT);
  // Var x² = E x⁴ − 4 = 24 − 4.
  expect(Math.abs(moment(values, 2) - 2)).toBeLessThan(6 * Math.sqrt(20 / N));
});

describe('integer', () => {
  const rng = Rng.fromSeed('integer');
  test('covers [low, high) evenly (χ² below 6 sd)', () => {
    const counts = new Float64Array(13);
    for (let i = 0; i < N; i++) counts[rng.integer(-4, 9) + 4]! += 1;
    expect(chiSquareZ(counts, () => N / 13)).toBeLessThan(6);
  });
  test('is unbiased where a plain remainder would not be (6 sd)', () => {
    // Range 3 · 2³⁰: a remainder of 32-bit words would give values below 2³⁰ half of the time instead of a third.
    let low = 0;
    for (let i = 0; i < N; i++) if (rng.integer(0, 3 * 2 ** 30) < 2 ** 30) low++;
    expect(Math.abs(low - N / 3)).toBeLessThan(6 * Math.sqrt((N * 2) / 9));
  });
  test('is even over ranges beyond 32 bits (6 sd)', () => {
    const range = 3 * 2 ** 51;
    let low = 0;
    for (let i = 0; i < N; i++) {
      const x = rng.integer(10, 10 + range) - 10;
      if (!Number.isSafeInteger(x) || x < 0 || x >= range) throw new Error(`${x} is out of range`);
      if (x < range / 3) low++;
    }
    expect(Math.abs(low - N / 3)).toBeLessThan(6 * Math.sqrt((N * 2) / 9));
  });
  test('refuses empty and unsafe ranges', () => {
    for (const [a, b] of [
      [1, 1],
      [2, 1],
      [0.5, 3],
      [0, Infinity],
      [-(2 ** 53) + 1, 2 ** 53 - 1],
    ] as const) {
      expect(() => rng.integer(a, b)).toThrow(/integer: expected safe integers low < high/);
    }
  });
});

describe('categorical', () => {
  const rng = Rng.fromSeed('categorical');
  test('follows the probabilities and never draws zeros (χ² below 6 sd)', () => {
    const p = [0, 0.1, 0.2, 0, 0.65, 0.05, 0];
    const counts = new Float64Array(p.length);
    for (let i = 0; i < N; i++) counts[rng.categorical(p)]! += 1;
    expect([counts[0], counts[3], counts[6]]).toEqual([0, 0, 0]);
    const kept = [1, 2, 4, 5];
    expect(
      chiSquareZ(
        kept.map((i) => counts[i]!),
        (i) => N * p[kept[i]!]!,
      ),
    ).toBeLessThan(6);
  });
  test('takes float32 rounding as it comes', () => {
    expect(rng.categorical(new Float32Array(7).fill(1 / 7))).toBeLessThan(7);
    expect(rng.categorical([0, 1, 0])).toBe(1);
  });
  test('refuses what is no distribution', () => {
    expect(() => rng.categorical([0.5, -0.1, 0.6])).toThrow(/finite and not negative, found -0.1 at index 1/);
    expect(() => rng.categorical([0.5, Number.NaN])).toThrow(/found NaN at index 1/);
    expect(() => rng.categorical([0.5, 0.4])).toThrow(/must sum to 1, the 2 given sum to 0.9/);
    expect(() => rng.categorical([])).toThrow(/sum to 1/);
  });
});

test('permutation gives every order equally often (χ² below 6 sd)', () => {
  const rng = Rng.fromSeed('permutation');
  const counts = new Map<string, number>();
  for (let i = 0; i < 60_000; i++) {
    const key = [...rng.permutation(4)].join('');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  expect(chiSquareZ([...counts.values()], () => 60_000 / 24)).toBeLessThan(6);
});
