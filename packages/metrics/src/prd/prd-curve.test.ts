import { Rng } from '@polyvae/random';
import { describe, expect, test } from 'vitest';
import { fBeta, maxFBeta } from './f-beta.js';
import { averageCurves, prdCurve, prdMean } from './prd-curve.js';

const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;

/** A random histogram with some empty bins. */
function histogram(rng: Rng, bins: number): number[] {
  const weights = Array.from({ length: bins }, () => (rng.uniform() < 0.3 ? 0 : rng.uniform()));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / total);
}

describe('closed forms', () => {
  test('equal distributions: the ceiling is 1/2 + ln 2 / π in the limit, 0.7204 at 1001 angles', () => {
    for (const bins of [[1], [0.5, 0.5], [0.1, 0.2, 0.7]]) {
      expect(prdMean(prdCurve(bins, bins))).toBeCloseTo(0.7204153157646476, 12);
    }
    expect(prdMean(prdCurve([1], [1], 100_001))).toBeCloseTo(0.5 + Math.LN2 / Math.PI, 5);
  });

  test('disjoint distributions: 0 everywhere', () => {
    const { precision, recall } = prdCurve([0.4, 0.6, 0, 0], [0, 0, 0.5, 0.5]);
    expect([...precision, ...recall].every((value) => value === 0)).toBe(true);
    expect(maxFBeta(precision, recall, 8)).toBe(0);
  });

  test('half of what is generated is real: precision min(λ, ½), recall min(1, ½ / λ)', () => {
    const { precision, recall } = prdCurve([1, 0], [0.5, 0.5], 100_001);
    const angle = Math.atan(0.5);
    const precisionMean = (2 / Math.PI) * (0.5 * (Math.PI / 2 - angle) - Math.log(Math.cos(angle)));
    const recallMean = (2 / Math.PI) * (angle - 0.5 * Math.log(Math.sin(angle)));
    expect(mean(precision)).toBeCloseTo(precisionMean, 4);
    expect(mean(recall)).toBeCloseTo(recallMean, 4);
    expect(Math.max(...precision.slice(-10))).toBeCloseTo(0.5, 12);
    expect(Math.max(...recall.slice(0, 10))).toBeCloseTo(1, 12);
  });

  test('mode collapse: all that is generated is real, half of what is real is covered', () => {
    const { precision, recall } = prdCurve([0.5, 0.5], [1, 0]);
    expect(precision.at(-1)).toBeCloseTo(1, 12);
    expect(recall[0]).toBeCloseTo(0.5, 12);
    expect(maxFBeta(precision, recall, 1 / 8)).toBeGreaterThan(0.97);
    expect(maxFBeta(precision, recall, 8)).toBeLessThan(0.52);
  });
});

describe('properties', () => {
  const rng = Rng.fromSeed(5);
  const pairs = Array.from({ length: 20 }, () => [histogram(rng, 12), histogram(rng, 12)] as const);

  test('the order of bins does not matter', () => {
    for (const [real, generated] of pairs) {
      const order = [...rng.permutation(12)];
      const shuffled = prdCurve(
        order.map((i) => real[i]!),
        order.map((i) => generated[i]!),
      );
      const curve = prdCurve(real, generated);
      curve.precision.forEach((value, i) => void expect(shuffled.precision[i]).toBeCloseTo(value, 12));
      expect(prdMean(shuffled)).toBeCloseTo(prdMean(curve), 12);
    }
  });

  test('exchanging the two exchanges precision and recall', () => {
    for (const [real, generated] of pairs) {
      const [curve, exchanged] = [prdCurve(real, generated), prdCurve(generated, real)];
      expect(prdMean(exchanged)).toBeCloseTo(prdMean(curve), 9);
      const f = maxFBeta(curve.precision, curve.recall, 8);
      expect(maxFBeta(exchanged.precision, exchanged.recall, 1 / 8)).toBeCloseTo(f, 8);
    }
  });

  test('precision rises and recall falls with the angle, both within [0, 1]', () => {
    for (const [real, generated] of pairs) {
      const { precision, recall } = prdCurve(real, generated, 101);
      for (let i = 0; i < 101; i++) {
        expect(precision[i]! >= 0 && precision[i]! <= 1 && recall[i]! >= 0 && recall[i]! <= 1).toBe(true);
        if (i === 0) continue;
        expect(precision[i]!).toBeGreaterThanOrEqual(precision[i - 1]! - 1e-15);
        expect(recall[i]!).toBeLessThanOrEqual(recall[i - 1]! + 1e-15);
      }
    }
  });
});

test('curves are averaged point by point', () => {
  const { precision, recall } = averageCurves([prdCurve([1], [1], 5), prdCurve([1, 0], [0, 1], 5)]);
  expect([...precision]).toEqual([...prdCurve([1], [1], 5).precision].map((value) => value / 2));
  expect(recall[0]).toBeCloseTo(0.5, 12);
  expect(() => averageCurves([])).toThrow(/at least one curve/);
  expect(() => averageCurves([prdCurve([1], [1], 5), prdCurve([1], [1], 6)])).toThrow(/expected 5 angles.*found 6/);
});

test('F-scores', () => {
  expect(fBeta(0.5, 1, 1)).toBeCloseTo(2 / 3, 9);
  expect(fBeta(0.5, 1, 8)).toBeCloseTo((65 * 0.5) / (64 * 0.5 + 1), 9);
  expect(fBeta(0, 0, 1)).toBe(0);
  expect(() => fBeta(1, 1, 0)).toThrow(/positive beta, found 0/);
  expect(() => maxFBeta([1], [], 1)).toThrow(/found 1 and 0/);
});

test('bad histograms', () => {
  expect(() => prdCurve([1, 0], [1])).toThrow(/expected 2 bins as in real, found 1/);
  expect(() => prdCurve([1, 1], [1, 0])).toThrow(/prdCurve\(real\).*sum to 1, found the sum 2/);
  expect(() => prdCurve([], [])).toThrow(/found the sum 0/);
  expect(() => prdCurve([1, 0], [2, -1])).toThrow(/prdCurve\(generated\).*found -1 in bin 1/);
  expect(() => prdCurve([1], [Number.NaN])).toThrow(/found NaN in bin 0/);
  expect(() => prdCurve([1], [1], 2)).toThrow(/angles\): expected an integer ≥ 3, found 2/);
});
