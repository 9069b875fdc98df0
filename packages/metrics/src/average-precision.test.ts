import { expect, test } from 'vitest';
import { averagePrecision } from './average-precision.js';

// Values of sklearn.metrics.average_precision_score (1.2.1).
test.each<[string, number[], number[], number]>([
  ['the example of its documentation', [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 0.8333333333333333],
  ['all scores equal: the share of positives', [1, 0, 0, 1, 0], [0.5, 0.5, 0.5, 0.5, 0.5], 0.4],
  ['ties', [1, 0, 1, 0, 1, 0], [3, 3, 2, 2, 1, 0], 0.5333333333333333],
  ['perfect', [0, 1, 1], [-1, 5, 7], 1],
  ['all positive', [1, 1], [0, 1], 1],
  ['no positive', [0, 0], [0, 1], 0],
])('%s', (_, positive, scores, expected) => {
  expect(averagePrecision(positive, scores)).toBeCloseTo(expected, 14);
  const order = [...scores.keys()].reverse();
  expect(
    averagePrecision(
      order.map((i) => positive[i]!),
      order.map((i) => scores[i]!),
    ),
  ).toBeCloseTo(expected, 14);
});

test('bad input', () => {
  expect(() => averagePrecision([1], [1, 2])).toThrow(/found 1 and 2/);
  expect(() => averagePrecision([], [])).toThrow(/at least one/);
  expect(() => averagePrecision([1, 0], [1, Number.NaN])).toThrow(/score 1 is NaN/);
});
