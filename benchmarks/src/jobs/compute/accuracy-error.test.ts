import { expect, test } from 'vitest';
import { accuracyError } from './accuracy-error.js';

test('of many items it is that of a share', () => {
  expect(accuracyError(0.8, 10_000)).toBeCloseTo(Math.sqrt((0.8 * 0.2) / 10_000), 4);
});

test('of few items that are all right it is not 0', () => {
  expect(accuracyError(1, 20)).toBeGreaterThan(0.04);
  expect(accuracyError(1, 20)).toBeCloseTo(accuracyError(0, 20), 12);
});
