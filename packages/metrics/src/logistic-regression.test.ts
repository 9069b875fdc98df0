import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { logisticRegression } from './logistic-regression.js';

interface Case {
  readonly name: string;
  readonly x: number[][];
  readonly y: number[];
  readonly xTest: number[][];
  readonly c: number | null;
  readonly coef: number[][];
  readonly intercept: number[];
  readonly objective: number;
  readonly probabilities: number[][];
  readonly predictions: number[];
  readonly sklearnCoef: number[][];
}

const { cases } = JSON.parse(
  readFileSync(new URL('../fixtures/logistic-regression.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

const largestDifference = (a: ArrayLike<number>[], b: ArrayLike<number>[]): number =>
  Math.max(...a.flatMap((row, i) => Array.from(row, (value, j) => Math.abs(value - b[i]![j]!))));

describe.each(cases)('scikit-learn: $name', ({ x, y, xTest, c, coef, ...reference }) => {
  const model = logisticRegression({ x, y }, c === null ? { penalty: 'none', tolerance: 1e-9 } : { c });

  test('coefficients at the exact minimum', () => {
    expect(model.converged).toBe(true);
    // Without a penalty the Hessian is smaller, and so is the accuracy that a gradient of 1e-9 gives.
    expect(largestDifference([...model.coef], coef)).toBeLessThan(1e-8);
    expect(largestDifference([model.intercept], [reference.intercept])).toBeLessThan(1e-8);
    expect(Math.abs(model.objective / reference.objective - 1)).toBeLessThan(1e-12);
  });

  test('what scikit-learn itself returns, within its own tolerance', () => {
    // Without a penalty, rows of the softmax are determined up to a common shift only; both start from zero.
    expect(largestDifference([...model.coef], reference.sklearnCoef)).toBeLessThan(1e-3);
  });

  test('probabilities and predictions', () => {
    expect(largestDifference(model.probabilities(xTest), reference.probabilities)).toBeLessThan(1e-8);
    expect(model.predict(xTest)).toEqual(reference.predictions);
  });
});

test('flat data give the same as rows', () => {
  const { x, y, xTest } = cases[0]!;
  const flat = Float64Array.from(x.flat());
  const model = logisticRegression({ x: { data: flat, shape: [60, 4] }, y: Uint8Array.from(y) });
  expect(model.predict(xTest)).toEqual(logisticRegression({ x, y }).predict(xTest));
});

describe('without a penalty', () => {
  const x = [[-2], [-1], [1], [2]];

  test('separable classes stop at the default gradient of 1e-4, with weights that are large but finite', () => {
    const model = logisticRegression({ x, y: [0, 0, 1, 1] }, { penalty: 'none' });
    expect(model.converged).toBe(true);
    expect(model.predict(x)).toEqual([0, 0, 1, 1]);
    expect(model.coef[0]![0]).toBeGreaterThan(5);
    expect(Number.isFinite(model.coef[0]![0])).toBe(true);
  });

  test('predictions do not change under invertible affine maps', () => {
    const { x: rows, y, xTest } = cases[4]!;
    const map = ([a, b, c]: number[]): number[] => [3 * a! - b! + 5, 0.5 * b! + c!, a! - 2 * c!];
    const options = { penalty: 'none', tolerance: 1e-8 } as const;
    const plain = logisticRegression({ x: rows, y }, options).probabilities(xTest);
    const mapped = logisticRegression({ x: rows.map(map), y }, options).probabilities(xTest.map(map));
    expect(largestDifference(plain, mapped)).toBeLessThan(1e-7);
    const penalised = logisticRegression({ x: rows.map(map), y }).probabilities(xTest.map(map));
    expect(largestDifference(plain, penalised)).toBeGreaterThan(1e-3);
  });
});

test('badly scaled features still reach the optimum or say that they did not', () => {
  const x = Array.from({ length: 40 }, (_, i) => [i * 1e4, Math.sin(i) * 1e-3, 1e6]);
  const y = x.map((_, i) => (i * 7) % 3);
  const model = logisticRegression({ x, y }, { tolerance: 1e-3, maxIterations: 3000 });
  expect(Number.isFinite(model.objective)).toBe(true);
  expect(model.objective).toBeLessThanOrEqual(40 * Math.log(3));
});

describe('bad input', () => {
  const flat = (...data: number[]) => ({ data, shape: [3, 2] as const });
  const good = { x: flat(0, 1, 1, 0, 2, 2), y: [0, 1, 0] };
  test.each<[string, () => unknown, RegExp]>([
    ['one class', () => logisticRegression({ ...good, y: [4, 4, 4] }), /at least two classes, found only label 4/],
    ['lengths', () => logisticRegression({ ...good, y: [0, 1] }), /expected 3 labels.*found 2/],
    ['NaN', () => logisticRegression({ ...good, x: flat(0, 1, 1, NaN, 2, 2) }), /found NaN in row 1, column 1/],
    [
      'infinity',
      () => logisticRegression({ ...good, x: flat(0, 1, 2, 3, -Infinity, 4) }),
      /-Infinity in row 2, column 0/,
    ],
    [
      'ragged',
      () => logisticRegression({ ...good, x: [[0, 1], [1], [2, 2]] }),
      /2 columns as in row 0, found 1 in row 1/,
    ],
    ['shape', () => logisticRegression({ ...good, x: flat(1, 2) }), /needs 6 numbers, found 2/],
    ['empty', () => logisticRegression({ x: [], y: [] }), /at least one row/],
    ['label', () => logisticRegression({ ...good, y: [0, Number.NaN, 1] }), /label 1 is NaN/],
    ['c', () => logisticRegression(good, { c: 0 }), /\{ c \}\): expected a positive number, found 0/],
    ['penalty', () => logisticRegression(good, { penalty: 'l1' as never }), /expected 'l2' or 'none', found 'l1'/],
    ['option', () => logisticRegression(good, { C: 1 } as never), /unknown option 'C'; the options are penalty, c/],
    ['columns', () => logisticRegression(good).predict([[1]]), /expected 2 columns as in training, found 1/],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(message);
  });
});
