import { expect, test } from 'vitest';
import { Comparison } from './comparison.js';
import type { JsonObject } from './format.js';
import { compareGradient } from './gradients.js';

const weight = { l2: 5, sum: 7, first16: [3, 4] };
const rounding = { l2: 1e-14, sum: 1e-14, first16: [1e-14, 0] };

function mismatches(name: string, values: readonly number[], expected: JsonObject): readonly string[] {
  const comparison = new Comparison();
  compareGradient(name, Float32Array.from(values), expected, comparison);
  expect(comparison.compared).toBeGreaterThan(0);
  return comparison.mismatches;
}

test('a gradient is compared at its own scale', () => {
  expect(mismatches('a.weight', [3, 4], { 'a.weight': weight })).toEqual([]);
  expect(mismatches('a.weight', [3.01, 4], { 'a.weight': weight })).not.toEqual([]);
});

test('one that is zero but for rounding is held against its layer', () => {
  const expected = { 'a.weight': weight, 'a.bias': rounding };
  expect(mismatches('a.bias', [3e-6, -2e-6], expected)).toEqual([]);
  expect(mismatches('a.bias', [3e-3, 0], expected)).not.toEqual([]);
  // A small gradient that has digits is not taken for one.
  const small = { 'a.weight': weight, 'a.bias': { l2: 5e-6, sum: 7e-6, first16: [3e-6, 4e-6] } };
  expect(mismatches('a.bias', [3e-6, 4e-6], small)).toEqual([]);
  expect(mismatches('a.bias', [0, 0], small)).not.toEqual([]);
});

test('null: the loss does not reach the parameter', () => {
  expect(mismatches('a.bias', [0, 0], { 'a.bias': null })).toEqual([]);
  expect(mismatches('a.bias', [0, 1e-9], { 'a.bias': null })).not.toEqual([]);
});
