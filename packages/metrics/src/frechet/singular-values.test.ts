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
  expected.forEach((value, i) => void expect(Math.abs(found[i]! - value)).toBeLessThan(1e-12 * rows));
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < i; j++) expect(r.data[i * columns + j]).toBe(0);
  }
});
