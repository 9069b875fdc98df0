import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { logisticRegression } from './logistic-regression.js';

interface Case {
  readonly name: string;
  readonly scale: number[];
  readonly offset: number[];
  readonly classes: number;
  readonly objective: number;
  readonly coef: number[][];
  readonly intercept: number[];
  readonly probabilities: number[][];
}

// Exact minima, found with 60 digits: badly-scaled-regression.py.
const { base, labels, cases } = JSON.parse(
  readFileSync(new URL('../fixtures/badly-scaled-regression.json', import.meta.url), 'utf8'),
) as { base: number[][]; labels: number[]; cases: Case[] };

describe.each(cases)('columns $name', ({ scale, offset, classes, ...exact }) => {
  const x = base.map((row) => row.map((value, j) => value * scale[j]! + offset[j]!));
  const y = labels.map((label) => Math.min(label, classes - 1));
  const model = logisticRegression({ x, y });

  test('reach the minimum', () => {
    expect(model.converged).toBe(true);
    expect(Math.abs(model.objective / exact.objective - 1)).toBeLessThan(1e-13);
    const found = model.probabilities(x.slice(0, exact.probabilities.length));
    for (const [i, row] of exact.probabilities.entries()) {
      for (const [k, value] of row.entries()) expect(Math.abs(found[i]![k]! - value)).toBeLessThan(1e-10);
    }
  });

  test('give the weights of the columns as they are', () => {
    for (const [k, row] of exact.coef.entries()) {
      for (const [j, value] of row.entries()) {
        // In terms of scores: a weight counts by how far its column spreads, and by what the penalty resolves.
        expect(Math.abs(model.coef[k]![j]! - value) * Math.max(scale[j]!, 0.1)).toBeLessThan(1e-9);
      }
    }
    const size = Math.max(1, ...offset.map((value, j) => Math.abs(value * exact.coef[0]![j]!)));
    for (const [k, value] of exact.intercept.entries()) {
      expect(Math.abs(model.intercept[k]! - value) / size).toBeLessThan(1e-9);
    }
  });
});

test('without a penalty, units and offsets do not matter', () => {
  // Classes that overlap: an optimum exists.
  const y = labels.map((_, i) => (i * 7) % 3);
  const plain = logisticRegression({ x: base, y }, { penalty: 'none', tolerance: 1e-10 });
  expect(plain.converged).toBe(true);
  for (const { scale, offset } of cases.filter((own) => !own.scale.includes(0))) {
    const x = base.map((row) => row.map((value, j) => value * scale[j]! + offset[j]!));
    const model = logisticRegression({ x, y }, { penalty: 'none', tolerance: 1e-10 });
    expect(model.converged).toBe(true);
    // Far from zero, the columns themselves are rounded.
    expect(Math.abs(model.objective / plain.objective - 1)).toBeLessThan(1e-11);
  }
});

test.each(['l2', 'none'] as const)('numbers near the ends of double precision, penalty %s', (penalty) => {
  const y = labels.map((_, i) => (i * 7) % 3);
  const column = (factor: number): number[][] => base.map(([value]) => [value! * factor]);
  for (const factor of [1e-310, 1e-200, 1e200, 1e307]) {
    const model = logisticRegression({ x: column(factor), y }, { penalty });
    expect(model.converged).toBe(true);
    expect(model.objective).toBeLessThanOrEqual(60 * Math.log(3) + 1e-9);
    expect(
      model
        .probabilities(column(factor))
        .flatMap((row) => [...row])
        .every(Number.isFinite),
    ).toBe(true);
  }
  const wide = base.map((_, i) => [i > 0 ? 1.7e308 : -1.7e308]);
  expect(() => logisticRegression({ x: wide, y }, { penalty })).toThrow('column 0 spans more than double precision');
});
