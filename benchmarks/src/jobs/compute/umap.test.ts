import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import type { Rows } from './principal-components.js';
import { umap } from './umap.js';

/** Three groups around corners of a simplex in 16 dimensions, taking turns. */
function groups(n: number): Rows {
  const rng = Rng.fromSeed(1);
  const data = Float64Array.from(
    { length: 16 * n },
    (_, i) => rng.normal() + (Math.floor(i / 16) % 3 === i % 16 ? 12 : 0),
  );
  return { data, shape: [n, 16] };
}

test('groups stay apart: every point is nearer to the middle of its own than to another', () => {
  const points = umap(groups(150), Rng.fromSeed(2));
  const middles = [0, 1, 2].map((group) => {
    const own = points.filter((_, i) => i % 3 === group);
    return ([0, 1] as const).map((axis) => own.reduce((sum, point) => sum + point[axis] / own.length, 0));
  });
  const nearest = points.map(([x, y]) => {
    const distances = middles.map(([u, v]) => (x - u!) ** 2 + (y - v!) ** 2);
    return distances.indexOf(Math.min(...distances));
  });
  expect(nearest).toEqual(points.map((_, i) => i % 3));
});

test('equal seeds give equal layouts, which do not shift what is drawn after', () => {
  const rows = groups(45);
  const [one, two] = [Rng.fromSeed(5), Rng.fromSeed(5)];
  const points = umap(rows, one);
  expect(umap(rows, two)).toEqual(points);
  expect(umap(rows, Rng.fromSeed(6))).not.toEqual(points);
  expect(one.uniform()).toBe(Rng.fromSeed(5).uniform());
});

test('rows that coincide, and fewer rows than neighbours, have a layout', () => {
  const points = umap({ data: [1, 2, 1, 2, 1, 2, 3, 4], shape: [4, 2] }, Rng.fromSeed(1));
  expect(points.flat().every(Number.isFinite)).toBe(true);
  const all = umap({ data: new Float32Array(30), shape: [10, 3] }, Rng.fromSeed(1));
  expect(all.flat().every(Number.isFinite)).toBe(true);
  expect(
    umap({ data: [1, 2, 3, 4, 5, 6], shape: [3, 2] }, Rng.fromSeed(1))
      .flat()
      .every(Number.isFinite),
  ).toBe(true);
});

test('too few rows or numbers are refused', () => {
  const rng = Rng.fromSeed(1);
  expect(() => umap({ data: [1, 2, 3, 4], shape: [2, 2] }, rng)).toThrow(
    /at least 3 rows .* found 4 numbers for \[2, 2\]/,
  );
  expect(() => umap({ data: [1, 2, 3], shape: [3, 2] }, rng)).toThrow(/found 3 numbers for \[3, 2\]/);
});
