import { expect, test } from 'vitest';
import type { TableMetric } from '../../paper/table.js';
import { judge } from './judgement.js';

const accuracy: TableMetric = { name: 'accuracy', digits: 2, higherIsBetter: true };

test.each([
  [0.014, 'same', 0],
  [-0.014, 'same', 0],
  [0.016, 'better', 1],
  [-0.049, 'worse', 1],
  [-0.051, 'worse', 2],
  [0.19, 'better', 2],
  [-0.21, 'worse', 3],
])('a difference of %d in accuracy is %s, size %d', (difference, verdict, size) => {
  expect(judge({ values: [], difference, standardError: 0.001 }, accuracy)).toEqual({ verdict, size });
});

test('where less is better, more is worse; the resolution is the metric’s', () => {
  const seconds: TableMetric = { name: 'time', digits: 0, higherIsBetter: false };
  expect(judge({ values: [], difference: 12, standardError: 1 }, seconds)).toEqual({ verdict: 'worse', size: 2 });
  expect(judge({ values: [], difference: 12, standardError: 1 }, { ...seconds, resolution: 10 })).toEqual({
    verdict: 'same',
    size: 0,
  });
});

test('what lies within two standard errors is no difference; without one nothing is', () => {
  const verdictWith = (standardError?: number) =>
    judge({ values: [], difference: 0.1, ...(standardError !== undefined && { standardError }) }, accuracy)?.verdict;
  expect(verdictWith(0.049)).toBe('better');
  expect(verdictWith(0.051)).toBe('same');
  expect(verdictWith()).toBe('same');
});

test('without a difference or a better direction there is no judgement', () => {
  expect(judge({ values: [0.5], ours: 0.5 }, accuracy)).toBeUndefined();
  expect(judge({ values: [], difference: 12 }, { name: 'epochs', digits: 0 })).toBeUndefined();
});
