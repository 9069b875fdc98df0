import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import reference from '../../fixtures/generative-quality.json' with { type: 'json' };
import { prdc } from './prdc.js';

beforeAll(() => tf.setBackend('cpu'));

const rows = (rng: Rng, n: number, d: number): number[][] => Array.from({ length: n }, () => [...rng.normals(d)]);

test.each(reference.prdc.map((item) => [item.name, item] as const))('against numpy: %s', async (_, item) => {
  const found = await prdc({ real: item.real, generated: item.generated, neighbours: item.k });
  for (const key of ['precision', 'recall', 'density', 'coverage'] as const) {
    expect(found[key]).toBeCloseTo(item[key], 12);
  }
});

describe('self-tests', () => {
  // More rows than two tiles, so that every boundary between tiles is crossed.
  const rng = Rng.fromSeed(1);
  const real = rows(rng, 1100, 2);

  test('real against itself: 1 each; a point lies in its own ball and those of which it is an inner neighbour', async () => {
    // Open balls hold the point itself and the four neighbours before the fifth.
    const ones = { precision: 1, recall: 1, density: 1, coverage: 1 };
    expect(await prdc({ real, generated: real })).toMatchObject(ones);
  });

  test('no overlap: 0 each', async () => {
    const far = real.map(([x, y]) => [x! + 100, y!]);
    expect(await prdc({ real, generated: far })).toMatchObject({ precision: 0, recall: 0, density: 0, coverage: 0 });
  });

  test('two samples of one distribution: density and coverage near their expected values', async () => {
    const { density, coverage } = await prdc({ real, generated: rows(rng, 1100, 2) });
    expect(Math.abs(density - 1)).toBeLessThan(0.1);
    // Naeem et al. 2020 give 1 − (n − 1)…(n − k) / ((2n − 1)…(2n − k)) ≈ 1 − 2⁻⁵; six standard errors of 1,100 rows.
    expect(Math.abs(coverage - (1 - 2 ** -5))).toBeLessThan(6 * Math.sqrt(2 ** -5 / 1100));
  });

  test('mode collapse: precise and dense, without recall or coverage', async () => {
    const modes = (n: number, which: (i: number) => number): number[][] =>
      rows(rng, n, 2).map(([x, y], i) => [x! + 50 * which(i), y!]);
    const all = modes(400, (i) => i % 4);
    const { precision, recall, coverage } = await prdc({ real: all, generated: modes(400, () => 0) });
    expect(precision).toBeGreaterThan(0.9);
    expect(recall).toBeLessThan(0.26);
    expect(coverage).toBeLessThan(0.26);
  });

  test('collapse to one real point: every copy is in its ball, but a ball of radius 0 recalls nothing', async () => {
    const { precision, recall, coverage } = await prdc({ real, generated: new Array<number[]>(6).fill(real[0]!) });
    expect([precision, recall]).toEqual([1, 0]);
    expect(coverage).toBeLessThan(0.02);
  });

  test('columns in which all are equal change nothing, not even if there are no others', async () => {
    const generated = rows(rng, 300, 2);
    const padded = (own: readonly number[][]): number[][] => own.map(([x, y]) => [0, x!, 7.1, y!, -0.3]);
    const expected = await prdc({ real, generated });
    expect(await prdc({ real: padded(real), generated: padded(generated) })).toEqual(expected);
    const alike = new Array<number[]>(8).fill([3, 3]);
    expect(await prdc({ real: alike, generated: alike })).toMatchObject({ precision: 0, coverage: 0 });
  });

  test('neither the order of rows nor exchanging axes matters', async () => {
    const generated = rows(rng, 700, 2);
    const order = [...rng.permutation(700)];
    const shuffled = order.map((i) => generated[i]!.toReversed());
    const exchanged = real.map((row) => row.toReversed());
    expect(await prdc({ real: exchanged, generated: shuffled })).toEqual(await prdc({ real, generated }));
  });
});

test('tensors are neither disposed nor leaked', async () => {
  const real = tf.tensor2d(rows(Rng.fromSeed(2), 20, 3));
  const before = tf.memory().numTensors;
  expect((await prdc({ real, generated: real })).samples).toEqual({ real: 20, generated: 20 });
  expect(tf.memory().numTensors).toBe(before);
  real.dispose();
});

const few = [[1], [2], [3]];
test.each<[string, Parameters<typeof prdc>[0], RegExp]>([
  ['too few rows', { real: few, generated: few }, /prdc\(\{ real \}\): expected at least 6 rows, found 3/],
  [
    'columns',
    { real: few, generated: few.map((row) => [...row, 0]), neighbours: 1 },
    /expected 1 columns as in real, found 2/,
  ],
  ['NaN', { real: few, generated: [[1], [Number.NaN]], neighbours: 1 }, /generated.*NaN in row 1, column 0/],
  ['neighbours', { real: few, generated: few, neighbours: 0 }, /neighbours.*integer ≥ 1, found 0/],
  ['unknown option', { real: few, generated: few, k: 1 } as never, /unknown option 'k'/],
])('bad input: %s', async (_, options, message) => {
  await expect(prdc(options)).rejects.toThrow(message);
});
