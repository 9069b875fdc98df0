import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { principalComponents } from './principal-components.js';

test('finds the two directions of largest variance of points in a tilted plane', () => {
  // Orthonormal directions; coordinates with variances 9 and 1, uncorrelated and of mean 0, around a centre.
  const u = [0.6, 0.8, 0];
  const v = [0, 0, 1];
  const coordinates = [
    [3, 1],
    [-3, 1],
    [3, -1],
    [-3, -1],
  ] as const;
  const data = coordinates.flatMap(([a, b]) => [5, 6, 7].map((centre, k) => centre + a * u[k]! + b * v[k]!));
  const { points, explained } = principalComponents({ data, shape: [4, 3] });
  points.forEach(([x, y], i) => {
    expect(x).toBeCloseTo(coordinates[i]![0], 10);
    expect(y).toBeCloseTo(coordinates[i]![1], 10);
  });
  expect(explained[0]).toBeCloseTo(0.9, 10);
  expect(explained[1]).toBeCloseTo(0.1, 10);
});

test('signs do not depend on the order of rows, and points that do not differ are no error', () => {
  const data = [...Rng.fromSeed(3).normals(200)];
  const { points } = principalComponents({ data, shape: [50, 4] });
  const turned = Array.from({ length: 50 }, (_, i) => data.slice(4 * (49 - i), 4 * (50 - i))).flat();
  principalComponents({ data: turned, shape: [50, 4] }).points.forEach(([x, y], i) => {
    expect(x).toBeCloseTo(points[49 - i]![0], 10);
    expect(y).toBeCloseTo(points[49 - i]![1], 10);
  });
  expect(principalComponents({ data: Array(6).fill(1), shape: [3, 2] }).explained).toEqual([0, 0]);
  expect(() => principalComponents({ data: [1, 2], shape: [1, 2] })).toThrow(/at least 2 rows/);
});
