import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { dregFactors, dregOwnFactors, iwaeFactors, stratifiedBound } from './importance-weighting.js';

tidyTests(tf.engine());

const logSumExp = (x: number[]): number => {
  const largest = Math.max(...x);
  return x.length === 0
    ? Number.NEGATIVE_INFINITY
    : largest + Math.log(x.reduce((sum, y) => sum + Math.exp(y - largest), 0));
};

const mixing = [0.6, 0.4];

/** Log weights `[sample][component]` of one row, and shares `[sample][component][component]`. */
function draws(samples: number, spread: number) {
  const rng = Rng.fromSeed(samples);
  const logWeights = Array.from({ length: samples }, () => mixing.map(() => -500 + spread * rng.normal()));
  const shares = logWeights.map((row) => row.map(() => rng.uniform()).map((r) => [r, 1 - r]));
  return { logWeights, shares };
}

describe.each([
  [1, 2],
  [3, 1],
  [5, 100],
])('%i draws whose log weights have a standard deviation of %i', (samples, spread) => {
  const { logWeights, shares } = draws(samples, spread);
  const column = (j: number): number[] => logWeights.map((row) => row[j]!);
  const tensors = () => ({
    logWeights: tf.tensor3d(logWeights.map((row) => row.map((x) => [x]))),
    logShares: tf.log<tf.Tensor4D>(tf.tensor4d(shares.map((row) => row.map((own) => [own])))),
  });
  const pi = (): tf.Tensor2D => tf.tensor2d(mixing, [2, 1]);
  /** The weight of draw k of component j among component m's other draws. */
  const among = (k: number, j: number, m: number): number => {
    const others = logSumExp(column(m).filter((_, l) => l !== k));
    return 1 / (1 + Math.exp(others - logWeights[k]![j]!));
  };
  const expectEach = (found: tf.Tensor, expected: (k: number, j: number) => number): void => {
    [...found.dataSync()].forEach((value, i) => {
      // float32 log weights around −500.
      expect(Math.abs(value - expected(Math.floor(i / 2), i % 2))).toBeLessThan(2e-4);
    });
  };

  test('the bound, and the normalised weights as factors of its gradient', () => {
    const bound = mixing.reduce((sum, p, j) => sum + p * (logSumExp(column(j)) - Math.log(samples)), 0);
    expect(Math.abs(stratifiedBound(tensors().logWeights, pi()).dataSync()[0]! - bound)).toBeLessThan(1e-3);
    const normalised = (k: number, j: number): number =>
      mixing[j]! * Math.exp(logWeights[k]![j]! - logSumExp(column(j)));
    expectEach(iwaeFactors(tensors(), pi()).weights, normalised);
    expectEach(dregFactors(tensors(), pi()).weights, normalised);
  });

  test('factors of the paths where only a component of its own is reparameterised, with β', () => {
    const { weights, paths } = dregOwnFactors(tensors(), pi(), 2);
    const spread = (k: number, j: number): number => 2 * among(k, j, j) * (1 - among(k, j, j));
    expectEach(weights, (k, j) => mixing[j]! * among(k, j, j));
    expectEach(paths!.private, (k, j) => mixing[j]! * (among(k, j, j) - spread(k, j)));
    expectEach(paths!.shared, (k, j) => mixing[j]! * (among(k, j, j) - shares[k]![j]![j]! * spread(k, j)));
    const found = paths!.shares.dataSync();
    found.forEach((value, i) => {
      const [k, j, m] = [Math.floor(i / 4), Math.floor(i / 2) % 2, i % 2];
      expect(Math.abs(value - (j === m ? 2 * mixing[j]! * among(k, j, j) : 0))).toBeLessThan(2e-4);
    });
  });

  test('factors of the paths, draw by draw', () => {
    const { paths } = dregFactors(tensors(), pi());
    expectEach(paths!.private, (k, j) => mixing[j]! * among(k, j, j) ** 2);
    expectEach(paths!.shared, (k, j) => {
      const score = mixing.reduce((sum, _, m) => sum + shares[k]![j]![m]! * among(k, j, m) * (1 - among(k, j, m)), 0);
      return mixing[j]! * (among(k, j, j) - score);
    });
    const found = paths!.shares.dataSync();
    found.forEach((value, i) => {
      const [k, j, m] = [Math.floor(i / 4), Math.floor(i / 2) % 2, i % 2];
      expect(Math.abs(value - mixing[j]! * among(k, j, m))).toBeLessThan(2e-4);
    });
  });
});
