import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { jackknifeError } from './jackknife-error.js';

const values = Rng.fromSeed(1).normals(40);
const mean = (kept: ArrayLike<number>): number => {
  const own = Array.from(kept);
  return own.reduce((sum, item) => sum + values[item]!, 0) / own.length;
};

test('of a mean it is what the formula says', () => {
  const centre = mean(values.map((_, item) => item));
  const variance = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 39;
  expect(jackknifeError(40, mean, 40)).toBeCloseTo(Math.sqrt(variance / 40), 12);
  // Groups make it less exact, but no other size.
  expect(jackknifeError(40, mean) / Math.sqrt(variance / 40)).toBeGreaterThan(0.6);
  expect(jackknifeError(40, mean) / Math.sqrt(variance / 40)).toBeLessThan(1.5);
});

test('items in a regular order have the error of mixed ones', () => {
  const share = (kept: Uint32Array): number => kept.filter((item) => item % 10 === 0).length / kept.length;
  const ratio = jackknifeError(1000, share) / Math.sqrt((0.1 * 0.9) / 1000);
  expect(ratio).toBeGreaterThan(0.6);
  expect(ratio).toBeLessThan(1.5);
});

test('what does not depend on the items has no error; what has too few items no known one', () => {
  expect(jackknifeError(30, () => 7)).toBe(0);
  expect(jackknifeError(5, ({ length }) => length)).toBe(0);
  expect(jackknifeError(1, () => 7)).toBeNaN();
});

test('counts that are none are errors', () => {
  expect(() => jackknifeError(2.5, () => 0)).toThrow('items): expected an integer ≥ 0, found 2.5');
  expect(() => jackknifeError(5, () => 0, 1)).toThrow('groups): expected an integer ≥ 2, found 1');
});
