import { expect, test } from 'vitest';
import { count, percent, shownNumber } from './shown-number.js';

test.each([
  [0.12345, 2, '0.12'],
  [-1900.04, 1, '−1900.0'],
  [-0.004, 2, '0.00'],
  [Number.NaN, 2, '–'],
  [null, 2, '–'],
  [undefined, 0, '–'],
])('%s with %i places is %s', (value, digits, text) => {
  expect(shownNumber(value, digits)).toBe(text);
});

test('shares and counts', () => {
  expect(percent(0.876)).toBe('88 %');
  expect(count(1_121_360)).toBe('1,121,360');
});
