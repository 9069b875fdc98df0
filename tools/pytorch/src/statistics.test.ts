import { expect, test } from 'vitest';
import { median, ratios, spread } from './statistics.js';

test('median of odd and even numbers of values, in any order', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([10, 9, 1, 2])).toBe(5.5);
  expect(() => median([])).toThrow('at least one value');
});

test('spread leaves its argument as it is', () => {
  const values = [30, 10, 20];
  expect(spread(values)).toEqual({ median: 20, min: 10, max: 30 });
  expect(values).toEqual([30, 10, 20]);
});

test('ratios are taken round by round', () => {
  expect(ratios([20, 19, 200], [40, 38, 40])).toEqual([0.5, 0.5, 5]);
});
