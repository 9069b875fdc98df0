import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { neighbourGraph, type Rows, umap } from './umap.js';

const few: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 0],
  [0, 1.5],
  [3, 3],
  [4, 3.2],
  [3.1, 4.4],
  [9, 9],
  [9.5, 8],
];

/** Ten groups around corners of a simplex in 16 dimensions, taking turns. */
function groups(n: number): Rows {
  const rng = Rng.fromSeed(1);
  const data = Float64Array.from(
    { length: 16 * n },
    (_, i) => rng.normal() + (Math.floor(i / 16) % 10 === i % 16 ? 8 : 0),
  );
  return { data, shape: [n, 16] };
}

test('weights are those of umap-js 1.4.0 with 4 neighbours', () => {
  const expected = [
    [1, 2, 0.9329008677292279],
    [1, 3, 0.30581889028423387],
    [2, 3, 0.39131289242526524],
    [2, 4, 0.2046709347428231],
    [2, 5, 0.08154980681336738],
    [3, 4, 1],
    [3, 5, 1],
    [4, 5, 0.9833090689030407],
    [4, 6, 0.49526261669139404],
    [4, 7, 0.5012024988871804],
    [5, 6, 0.5047373530511406],
    [5, 7, 0.49879885174117655],
    [6, 7, 1],
  ] as const;
  const edges = neighbourGraph({ data: few.flat(), shape: [8, 2] }, 4);
  const found = new Map(edges.map(({ a, b, weight }) => [`${a} ${b}`, weight]));
  // umap-js does not count point 0 among its own neighbours, so that its edges differ there.
  expect([...found.keys()].filter((key) => !key.startsWith('0'))).toHaveLength(expected.length);
  for (const [a, b, weight] of expected) expect(found.get(`${a} ${b}`)).toBeCloseTo(weight, 12);
  expect([found.get('0 1'), found.get('0 2')]).toEqual([1, 1]);
});

test('near rows stay near: neighbours in the plane are of the same group', () => {
  const n = 200;
  const points = umap(groups(n), Rng.fromSeed(2), { epochs: 100 });
  const nearest = points.map(([x, y], i) => {
    const distances = points.map(([u, v], j) => (i === j ? Number.POSITIVE_INFINITY : (x - u) ** 2 + (y - v) ** 2));
    return distances.indexOf(Math.min(...distances));
  });
  const same = nearest.filter((j, i) => j % 10 === i % 10).length;
  expect(same / n).toBeGreaterThan(0.97);
});

test('equal seeds give equal layouts, which do not shift what is drawn after', () => {
  const rows = groups(60);
  const [one, two] = [Rng.fromSeed(5), Rng.fromSeed(5)];
  const points = umap(rows, one, { epochs: 20 });
  expect(umap(rows, two, { epochs: 20 })).toEqual(points);
  expect(umap(rows, Rng.fromSeed(6), { epochs: 20 })).not.toEqual(points);
  expect(one.uniform()).toBe(Rng.fromSeed(5).uniform());
});

test('rows that coincide, and fewer rows than neighbours, have a layout', () => {
  const points = umap({ data: [1, 2, 1, 2, 1, 2, 3, 4], shape: [4, 2] }, Rng.fromSeed(1));
  expect(points.flat().every(Number.isFinite)).toBe(true);
  const all = umap({ data: new Float32Array(30), shape: [10, 3] }, Rng.fromSeed(1));
  expect(all.flat().every(Number.isFinite)).toBe(true);
});

test('too few rows, numbers or neighbours are refused', () => {
  const rng = Rng.fromSeed(1);
  expect(() => umap({ data: [1, 2, 3, 4], shape: [2, 2] }, rng)).toThrow(
    /at least 3 rows .* found 4 numbers for \[2, 2\]/,
  );
  expect(() => umap({ data: [1, 2, 3], shape: [3, 2] }, rng)).toThrow(/found 3 numbers for \[3, 2\]/);
  expect(() => umap(groups(10), rng, { neighbours: 1 })).toThrow(/integer ≥ 2, found 1/);
});
