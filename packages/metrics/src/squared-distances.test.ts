import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { squaredDistances } from './squared-distances.js';

test.each([1, 3, 4, 5, 11])('%i points at once, from any first one: the sum of squared differences', (count) => {
  const rng = Rng.fromSeed(count);
  const [points, others] = [Float64Array.from(rng.normals(12)), Float64Array.from(rng.normals(3 * (count + 2)))];
  const out = new Float64Array(count + 1).fill(-1);
  squaredDistances(points, 6, others, 2, count, 3, out);
  for (let row = 0; row < count; row++) {
    const expected = [0, 1, 2].reduce((sum, k) => sum + (points[6 + k]! - others[3 * (row + 2) + k]!) ** 2, 0);
    expect(out[row]).toBe(expected);
  }
  expect(out[count]).toBe(-1);
});

test('exact and symmetric: the same for either order of a pair, in a group of four or alone; 0 for equal points', () => {
  const rows = Float64Array.from(Rng.fromSeed(1).normals(9 * 7));
  rows.copyWithin(8 * 7, 2 * 7, 3 * 7);
  const table = Array.from({ length: 9 }, (_, i) => {
    const out = new Float64Array(9);
    squaredDistances(rows, i * 7, rows, 0, 9, 7, out);
    return [...out];
  });
  for (let i = 0; i < 9; i++) for (let j = 0; j < 9; j++) expect(table[i]![j]).toBe(table[j]![i]);
  expect(table[2]![8]).toBe(0);
});
