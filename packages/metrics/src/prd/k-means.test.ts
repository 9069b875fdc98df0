import { Rng } from '@polyvae/random';
import { describe, expect, test } from 'vitest';
import reference from '../../fixtures/generative-quality.json' with { type: 'json' };
import { kMeans } from './k-means.js';

describe('against scikit-learn', () => {
  const { x, clusters, best, miniBatchMean, miniBatchSd } = reference.kMeans;

  test('as good as MiniBatchKMeans, never better than the optimum', () => {
    const inertias = Array.from({ length: 30 }, (_, seed) => kMeans(x, { clusters, rng: Rng.fromSeed(seed) }).inertia);
    for (const inertia of inertias) expect(inertia).toBeGreaterThan(best * (1 - 1e-9));
    const mean = inertias.reduce((a, b) => a + b, 0) / inertias.length;
    // Five standard errors of the difference of two means over 30 seeds.
    expect(Math.abs(mean - miniBatchMean)).toBeLessThan(5 * miniBatchSd * Math.sqrt(2 / 30));
  });

  test('assignments are the nearest centres and inertia their squared distances', () => {
    const { centres, assignments, inertia } = kMeans(x, { clusters, rng: Rng.fromSeed(1) });
    const distance = (row: number[], c: number): number =>
      row.reduce((sum, value, k) => sum + (value - centres[c * 4 + k]!) ** 2, 0);
    let total = 0;
    x.forEach((row, i) => {
      const all = Array.from({ length: clusters }, (_, c) => distance(row, c));
      expect(all[assignments[i]!]).toBeCloseTo(Math.min(...all), 12);
      total += Math.min(...all);
    });
    expect(inertia).toBeCloseTo(total, 8);
  });
});

test('seeded: the same stream gives the same clustering, another one another', () => {
  const x = reference.kMeans.x;
  const run = (seed: number): number[] => [
    ...kMeans(x, { clusters: 10, batchSize: 50, rng: Rng.fromSeed(seed) }).centres,
  ];
  expect(run(3)).toEqual(run(3));
  expect(run(3)).not.toEqual(run(4));
});

test('a search that was ended while it still improved says so', () => {
  const { x } = reference.kMeans;
  expect(kMeans(x, { clusters: 10, rng: Rng.fromSeed(1) }).converged).toBe(true);
  expect(kMeans(x, { clusters: 10, maxEpochs: 1, rng: Rng.fromSeed(1) }).converged).toBe(false);
});

test('separated groups are found, also from batches that are smaller than the rows', () => {
  const rng = Rng.fromSeed(2);
  const x = Array.from({ length: 600 }, (_, i) => [100 * (i % 6) + rng.normal(), rng.normal()]);
  for (const batchSize of [32, 1024]) {
    const { assignments } = kMeans(x, { clusters: 6, batchSize, rng });
    expect(new Set(assignments).size).toBe(6);
    assignments.forEach((cluster, i) => void expect(cluster).toBe(assignments[i % 6]));
  }
});

test('fewer distinct rows than clusters', () => {
  const x = Array.from({ length: 30 }, (_, i) => [i % 2, 1]);
  const { inertia, assignments } = kMeans(x, { clusters: 5, rng: Rng.fromSeed(1) });
  expect(inertia).toBe(0);
  expect(new Set(assignments).size).toBe(2);
});

test('one cluster is the mean, up to the sampling of batches', () => {
  const x = [[0], [2], [4], [6]];
  const { centres } = kMeans(x, { clusters: 1, rng: Rng.fromSeed(1) });
  expect(Math.abs(centres[0]! - 3)).toBeLessThan(1);
});

test('bad input', () => {
  const rng = Rng.fromSeed(1);
  expect(() => kMeans([[1], [2]], { clusters: 3, rng })).toThrow(/clusters.*at most one cluster a row \(2\), found 3/);
  expect(() => kMeans([[1], [2]], { clusters: 0, rng })).toThrow(/clusters.*integer ≥ 1, found 0/);
  expect(() => kMeans([[1], [2]], { clusters: 1, batchSize: 1.5, rng })).toThrow(/batchSize.*found 1.5/);
  expect(() => kMeans([[1], [Number.NaN]], { clusters: 1, rng })).toThrow(/rows.*NaN in row 1, column 0/);
});
