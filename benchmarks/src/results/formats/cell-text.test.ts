import { expect, test } from 'vitest';
import { shownNumber } from './cell-text.js';

test.each([
  [0.12345, 2, '0.12'],
  [-1900.04, 1, '−1900.0'],
  [-0.004, 2, '0.00'],
  [Number.NaN, 2, '–'],
  [undefined, 0, '–'],
])('%s with %i places is %s', (value, digits, text) => {
  expect(shownNumber(value, { digits })).toBe(text);
});
