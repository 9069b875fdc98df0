import { expect, test } from 'vitest';
import { constant, coolDown, cosine, stepDecay, warmUp } from './index.js';

test('constant', () => {
  expect(constant(0.1)(1e6)).toBe(0.1);
});

test('cosine: begins, halves and ends where it should', () => {
  const schedule = cosine({ from: 1, to: 0.2, steps: 10 });
  expect([0, 5, 10, 99].map((step) => schedule(step))).toEqual([1, expect.closeTo(0.6, 12), 0.2, 0.2]);
});

test('stepDecay', () => {
  const schedule = stepDecay({ from: 8, factor: 0.5, every: 3 });
  expect([0, 2, 3, 5, 6].map((step) => schedule(step))).toEqual([8, 8, 4, 4, 2]);
});

test('warmUp: rises to the first rate of what follows, which then begins at its own step 0', () => {
  const schedule = warmUp({ steps: 4, to: stepDecay({ from: 8, factor: 0.5, every: 2 }) });
  expect([0, 1, 2, 3, 4, 5, 6].map((step) => schedule(step))).toEqual([2, 4, 6, 8, 8, 8, 4]);
  expect(warmUp({ steps: 2, to: 1 })(0)).toBe(0.5);
});

test('coolDown: as it was, then linearly towards 0 at the end', () => {
  const schedule = coolDown({ from: 8, steps: 10, last: 4 });
  expect([0, 6, 7, 8, 9, 10, 11].map((step) => schedule(step))).toEqual([8, 8, 6, 4, 2, 0, 0]);
  expect(coolDown({ from: stepDecay({ from: 8, factor: 0.5, every: 2 }), steps: 4, last: 4 })(3)).toBe(1);
});

test.each<[() => unknown, RegExp]>([
  [() => constant(-1), /rate ≥ 0, found -1/],
  [() => cosine({ from: 1, steps: 0 }), /steps.*integer ≥ 1, found 0/],
  [() => stepDecay({ from: 1, factor: Number.NaN, every: 1 }), /factor/],
  [() => coolDown({ from: 1, steps: 4, last: 0 }), /last.*integer ≥ 1, found 0/],
  [() => warmUp({ steps: 1.5, to: 1 }), /steps/],
])('bad input %#', (action, message) => {
  expect(action).toThrow(message);
});
