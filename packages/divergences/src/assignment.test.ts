import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { componentAt, renormalise, stratifiedAssignment, stratifiedPositions } from './index.js';

function countsOf(assignment: ArrayLike<number>, experts: number): number[] {
  const counts = new Array<number>(experts).fill(0);
  for (const k of Array.from(assignment)) counts[k]! += 1;
  return counts;
}

describe('stratifiedAssignment', () => {
  test('counts differ from weight · batch by less than one, whatever the size', () => {
    const rng = Rng.fromSeed('counts');
    for (const weights of [[1], [0.25, 0.25, 0.25, 0.25], [0.1, 0.2, 0.3, 0.4], [0.5, 0, 0.5], [0.9, 0.1]]) {
      for (const batch of [1, 2, 3, 7, 64, 255, 256]) {
        const counts = countsOf(stratifiedAssignment(batch, weights, rng), weights.length);
        for (const [k, weight] of weights.entries()) {
          // Systematic points fall into an interval of length w either ⌊wB⌋ or ⌈wB⌉ times.
          expect(Math.abs(counts[k]! - weight * batch)).toBeLessThan(1 + 1e-9);
          if (weight === 0) expect(counts[k]).toBe(0);
        }
      }
    }
  });

  test('every row has its weights as probabilities (6 sd: fails once in 5e8 seeds and entry)', () => {
    const rng = Rng.fromSeed('marginals');
    const weights = [0.15, 0.6, 0.25];
    const runs = 6000;
    const totals = [0, 1, 2, 3, 4].map(() => [0, 0, 0]);
    for (let run = 0; run < runs; run++) {
      for (const [i, k] of stratifiedAssignment(5, weights, rng).entries()) totals[i]![k]! += 1;
    }
    for (const row of totals) {
      for (const [k, weight] of weights.entries()) {
        expect(Math.abs(row[k]! - runs * weight)).toBeLessThan(6 * Math.sqrt(runs * weight * (1 - weight)));
      }
    }
  });

  test('rows of their own: never an absent expert, and each row its own probabilities (6 sd)', () => {
    const rng = Rng.fromSeed('masks');
    const rows = [
      [0.2, 0.3, 0.5],
      [0, 0.3, 0.5],
      [0.2, 0, 0],
      [0.2, 0.3, 0],
    ];
    const runs = 6000;
    const totals = rows.map(() => [0, 0, 0]);
    for (let run = 0; run < runs; run++) {
      for (const [i, k] of stratifiedAssignment(4, rows, rng).entries()) totals[i]![k]! += 1;
    }
    for (const [i, row] of rows.entries()) {
      for (const [k, p] of renormalise(row).entries()) {
        expect(Math.abs(totals[i]![k]! - runs * p)).toBeLessThanOrEqual(6 * Math.sqrt(runs * p * (1 - p)));
      }
    }
  });

  test('repeats with the seed; rows with equal weights are treated as common ones', () => {
    const weights = [0.3, 0.7];
    const one = [...stratifiedAssignment(20, weights, Rng.fromSeed(1))];
    expect([...stratifiedAssignment(20, weights, Rng.fromSeed(1))]).toEqual(one);
    expect([...stratifiedAssignment(20, new Array(20).fill(weights), Rng.fromSeed(1))]).toEqual(one);
    expect([...stratifiedAssignment(20, weights, Rng.fromSeed(2))]).not.toEqual(one);
  });

  test('bad input is named', () => {
    const rng = Rng.fromSeed(1);
    expect(() => renormalise([0, 0])).toThrow(/renormalise: at least one weight must be positive/);
    expect(() => renormalise([1, -1])).toThrow(/not negative/);
    expect(() => stratifiedAssignment(0, [1], rng)).toThrow(/batchSize must be a positive integer, found 0/);
    expect(() => stratifiedAssignment(4, [], rng)).toThrow();
    expect(() => stratifiedAssignment(4, [0.5, 0.4], rng)).toThrow(/sum to 1/);
    expect(() => stratifiedAssignment(4, [-0.5, 1.5], rng)).toThrow(/not negative/);
    expect(() => stratifiedAssignment(2, [[1, 0]], rng)).toThrow(/weights for 2 rows, found 1/);
    expect(() =>
      stratifiedAssignment(
        2,
        [
          [1, 0],
          [0, 0],
        ],
        rng,
      ),
    ).toThrow(/row 1: at least one weight must be positive/);
    expect(() => stratifiedAssignment(2, [[1, 0], [1]], rng)).toThrow(/row 1: expected 2 weights/);
  });
});

describe('componentAt', () => {
  const at = (positions: Float32Array, rows: readonly (readonly number[])[]): number[] => {
    const columns = rows[0]!.map((_, k) => rows.map((row) => row[k]!));
    const index = tf.tidy(() => componentAt(tf.tensor1d(positions), tf.tensor2d(columns)));
    const values = [...index.dataSync()];
    index.dispose();
    return values;
  };

  test('is the stratified assignment, with weights of rows that are a tensor', () => {
    for (const seed of [1, 2, 3]) {
      const rng = Rng.fromSeed(seed);
      const rows = Array.from({ length: 64 }, () => {
        const own = [0.2, 0.3, 0.5].map((weight) => (rng.uniform() < 0.4 ? 0 : weight));
        return own.some((weight) => weight > 0) ? renormalise(own) : [0, 0, 1];
      });
      const expected = stratifiedAssignment(64, rows, Rng.fromSeed(seed));
      expect(at(stratifiedPositions(64, Rng.fromSeed(seed)), rows)).toEqual([...expected]);
    }
  });

  test('an absent expert is never taken, at the ends neither', () => {
    const ends = Float32Array.of(0, 0.5, 1 - 2 ** -24);
    const third = 1 / 3;
    for (const [row, allowed] of [
      [[0, 1, 0], [1]],
      [
        [0.5, 0.5, 0],
        [0, 1],
      ],
      [[0, 0, 1], [2]],
      [
        [third, third, third, 0],
        [0, 1, 2],
      ],
      [
        [0.1, 0.2, 0.7, 0, 0],
        [0, 2],
      ],
    ] as const) {
      for (const k of at(ends, [row, row, row])) expect(allowed).toContain(k);
    }
  });

  test('positions are spread evenly, one in each share of the batch, below 1', () => {
    const positions = [...stratifiedPositions(50, Rng.fromSeed(4))].sort((a, b) => a - b);
    for (const [i, u] of positions.entries()) {
      expect(u).toBeGreaterThanOrEqual(i / 50 - 1e-6);
      expect(u).toBeLessThan((i + 1) / 50 + 1e-6);
    }
    expect(positions.at(-1)).toBeLessThan(1);
    expect(() => stratifiedPositions(0, Rng.fromSeed(1))).toThrow('batchSize must be a positive integer');
  });
});
