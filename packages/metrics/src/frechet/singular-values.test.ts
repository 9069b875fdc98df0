import { Rng } from '@polyvae/random';
import { describe, expect, test } from 'vitest';
import type { DenseMatrix } from '../matrix.js';
import { singularValues } from './singular-values.js';
import { timesTransposed } from './times-transposed.js';
import { triangularFactor } from './triangular-factor.js';

const random = (rng: Rng, rows: number, columns: number): DenseMatrix => ({
  data: Float64Array.from(rng.normals(rows * columns)),
  rows,
  columns,
});
const copy = (a: DenseMatrix): DenseMatrix => ({ ...a, data: a.data.slice() });
const squares = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);
const gram = ({ data, rows, columns }: DenseMatrix): DenseMatrix => {
  const t = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) t[j * rows + i] = data[i * columns + j]!;
  const transposed = { data: t, rows: columns, columns: rows };
  return timesTransposed(transposed, transposed);
};

describe('singular values', () => {
  test('of diagonal, zero and rank-one matrices', () => {
    const diagonal = Float64Array.of(0, -3, 0, 0, 0, 5, 1e-12, 0, 0);
    const values = singularValues({ data: diagonal, rows: 3, columns: 3 });
    [5, 3, 1e-12].forEach((value, i) => void expect(Math.abs(values[i]! - value)).toBeLessThan(5e-15));
    expect([...singularValues({ data: new Float64Array(6), rows: 2, columns: 3 })]).toEqual([0, 0]);
    const ones = singularValues({ data: new Float64Array(12).fill(2), rows: 4, columns: 3 });
    expect(ones[0]).toBeCloseTo(2 * Math.sqrt(12), 12);
    expect(Math.max(ones[1]!, ones[2]!)).toBeLessThan(1e-14);
  });

  test.each([
    [7, 7],
    [30, 5],
    [4, 19],
    [61, 60],
    [1, 9],
  ])('[%i, %i]: their squares and fourth powers sum to the norms of A and AᵀA', (rows, columns) => {
    const a = random(Rng.fromSeed(rows), rows, columns);
    const values = singularValues(copy(a));
    expect(values).toHaveLength(Math.min(rows, columns));
    expect([...values]).toEqual([...values].sort((x, y) => y - x));
    expect(Math.abs(squares(values) / squares(a.data) - 1)).toBeLessThan(1e-13);
    expect(Math.abs(squares(values.map((value) => value * value)) / squares(gram(a).data) - 1)).toBeLessThan(1e-13);
  });

  test.each([1, 2, 7])(
    'of a large matrix of rank %i: rounding errors of rounding errors do not underflow to NaN',
    (rank) => {
      const rng = Rng.fromSeed(rank);
      const a = timesTransposed(random(rng, 120, rank), random(rng, 90, rank));
      const values = singularValues(copy(a));
      expect(Math.abs(squares(values) / squares(a.data) - 1)).toBeLessThan(1e-13);
      expect(values[rank]).toBeLessThan(1e-13 * values[0]!);
    },
  );

  test('many equal ones', () => {
    const identity = new Float64Array(400).map((_, i) => (i % 21 === 0 ? 1 : 0));
    for (const value of singularValues({ data: identity, rows: 20, columns: 20 })) expect(value).toBeCloseTo(1, 14);
  });

  test('what is not finite is refused', () => {
    expect(() => singularValues({ data: Float64Array.of(1, Number.NaN, 0, 1), rows: 2, columns: 2 })).toThrow(/finite/);
  });
});

test.each([
  [3, 6],
  [6, 6],
  [64, 6],
  [65, 6],
  [200, 11],
])('triangular factor of [%i, %i]: upper triangular, RᵀR = AᵀA', (rows, columns) => {
  const a = random(Rng.fromSeed(rows), rows, columns);
  const r = triangularFactor(copy(a));
  const [expected, found] = [gram(a).data, gram(r).data];
  expect(expected.every((value, i) => Math.abs(found[i]! - value) < 1e-12 * rows)).toBe(true);
  expect(r.data.every((value, i) => value === 0 || i % columns >= Math.floor(i / columns))).toBe(true);
});

test.each([1, 5])('triangular factor of many rows of rank %i', (rank) => {
  const rng = Rng.fromSeed(rank);
  const a = timesTransposed(random(rng, 500, rank), random(rng, 200, rank));
  const [expected, found] = [gram(a).data, gram(triangularFactor(copy(a))).data];
  const largest = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  expect(expected.every((value, i) => Math.abs(found[i]! - value) < 1e-13 * largest)).toBe(true);
});

test('triangular factor with more columns than many blocks have rows', () => {
  const a = random(Rng.fromSeed(1), 720, 700);
  // What the first rows leave behind are rounding errors, and rounding errors of those, which must not underflow to NaN.
  expect(Math.abs(squares(triangularFactor(copy(a)).data) / squares(a.data) - 1)).toBeLessThan(1e-12);
});

test('triangular factor where the first columns are 0 or alike', () => {
  const a = random(Rng.fromSeed(1), 100, 80);
  a.data.forEach((_, i) => {
    if (i % 80 < 3) a.data[i] = 0;
    else if (i % 80 < 6) a.data[i] = a.data[i - (i % 80) + 6]!;
  });
  const [expected, found] = [gram(a).data, gram(triangularFactor(copy(a))).data];
  expect(expected.every((value, i) => Math.abs(found[i]! - value) < 1e-11)).toBe(true);
});
