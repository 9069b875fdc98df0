import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import reference from '../../fixtures/generative-quality.json' with { type: 'json' };
import { featureStatistics } from './feature-statistics.js';
import { fid } from './fid.js';

beforeAll(() => tf.setBackend('cpu'));

const rows = (rng: Rng, n: number, d: number): number[][] => Array.from({ length: n }, () => [...rng.normals(d)]);

test.each(reference.fid.map((item) => [item.name, item] as const))('against numpy: %s', async (_, item) => {
  const { distance, meanTerm } = await fid({ real: item.real, generated: item.generated });
  expect(Math.abs(distance / item.distance - 1)).toBeLessThan(1e-12);
  expect(Math.abs(meanTerm / item.meanTerm - 1)).toBeLessThan(1e-12);
});

describe('closed forms', () => {
  // Both signs of every coordinate: the means are 0 and the covariance is diagonal, exactly.
  const cube = (scales: readonly number[], centre: readonly number[]): number[][] =>
    Array.from({ length: 2 ** scales.length }, (_, i) =>
      scales.map((scale, k) => centre[k]! + (((i >> k) & 1) === 1 ? scale : -scale)),
    );

  test('diagonal covariances: squared distance of the means plus that of the standard deviations', async () => {
    const result = await fid({ real: cube([1, 2, 0], [0, 0, 0]), generated: cube([3, 1, 0.5], [1, -2, 3]) });
    const unbiased = 8 / 7;
    expect(result.meanTerm).toBeCloseTo(1 + 4 + 9, 12);
    expect(result.covarianceTerm).toBeCloseTo(unbiased * (4 + 1 + 0.25), 12);
    expect(result.distance).toBeCloseTo(14 + unbiased * 5.25, 12);
    expect(result.undersampled).toBe(false);
  });

  test('a scaled copy: (s − 1)² tr Σ', async () => {
    const real = rows(Rng.fromSeed(1), 40, 5);
    const same = await fid({ real, generated: real });
    const scaled = await fid({ real, generated: real.map((row) => row.map((value) => 3 * value)) });
    expect(same.distance).toBeLessThan(1e-12);
    const { mean, factor } = await featureStatistics(real);
    const trace = factor.data.reduce((sum, value) => sum + value * value, 0);
    const square = mean.reduce((sum, value) => sum + value * value, 0);
    expect(scaled.distance).toBeCloseTo(4 * (trace + square), 9);
  });

  test('two samples of one Gaussian come closer with more rows', async () => {
    const rng = Rng.fromSeed(2);
    const few = await fid({ real: rows(rng, 50, 8), generated: rows(rng, 50, 8) });
    const many = await fid({ real: rows(rng, 5000, 8), generated: rows(rng, 5000, 8) });
    expect(many.distance).toBeLessThan(few.distance / 20);
    expect(many.distance).toBeGreaterThan(0);
  });
});

describe('properties', () => {
  const rng = Rng.fromSeed(3);
  const [real, generated] = [rows(rng, 150, 6), rows(rng, 90, 6)];

  test('symmetric; neither the order of rows nor a rotation matters', async () => {
    const { distance } = await fid({ real, generated });
    expect((await fid({ real: generated, generated: real })).distance).toBeCloseTo(distance, 12);
    const shuffled = [...rng.permutation(150)].map((i) => real[i]!);
    expect((await fid({ real: shuffled, generated })).distance).toBeCloseTo(distance, 12);
    const turn = ([x, y, ...rest]: number[]): number[] => [0.6 * x! - 0.8 * y!, 0.8 * x! + 0.6 * y!, ...rest];
    expect((await fid({ real: real.map(turn), generated: generated.map(turn) })).distance).toBeCloseTo(distance, 12);
  });

  test('columns that are constant, copies of others, or far off in scale', async () => {
    const { distance } = await fid({ real, generated });
    const widen = (row: number[]): number[] => [...row, 7, row[0]!, 1e-9 * row[1]!];
    const wide = await fid({ real: real.map(widen), generated: generated.map(widen) });
    expect(wide.distance).toBeGreaterThan(distance);
    expect((await fid({ real: real.map(widen), generated: real.map(widen) })).distance).toBeLessThan(1e-12);
  });

  test('mode collapse to one point: what is left is the variance of the real features', async () => {
    const { factor, mean } = await featureStatistics(real);
    const point = [...mean];
    const { distance } = await fid({ real, generated: [point, point, point] });
    expect(distance).toBeCloseTo(
      factor.data.reduce((sum, value) => sum + value * value, 0),
      10,
    );
  });

  test('fewer rows than features: flagged, and the same as with columns of zeros', async () => {
    const [a, b] = [rows(rng, 9, 20), rows(rng, 30, 20)];
    const result = await fid({ real: a, generated: b });
    expect(result.undersampled).toBe(true);
    expect(result.samples).toEqual({ real: 9, generated: 30 });
    const pad = (row: number[]): number[] => [...row, ...new Array<number>(15).fill(0)];
    expect((await fid({ real: a.map(pad), generated: b.map(pad) })).distance).toBeCloseTo(result.distance, 10);
  });
});

test('statistics that are at hand give the same; tensors are neither disposed nor leaked', async () => {
  const rng = Rng.fromSeed(4);
  const [real, generated] = [tf.tensor2d(rows(rng, 20, 3)), tf.tensor2d(rows(rng, 25, 3))];
  const before = tf.memory().numTensors;
  const plain = await fid({ real, generated });
  expect(await fid({ real: await featureStatistics(real), generated })).toEqual(plain);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([real, generated]);
});

const pairs = [
  [1, 2],
  [3, 4],
];

test.each<[string, Parameters<typeof fid>[0], RegExp]>([
  ['one row', { real: [[1, 2]], generated: pairs }, /fid\(\{ real \}\): expected at least 2 rows, found 1/],
  ['columns', { real: [[1], [2]], generated: pairs }, /expected 1 columns as in real, found 2/],
  ['NaN', { real: [[1], [2]], generated: [[1], [Number.NaN]] }, /fid\(\{ generated \}\).*NaN in row 1, column 0/],
  ['infinity', { real: [[1], [Infinity]], generated: [[1], [2]] }, /found Infinity in row 1/],
  ['unknown option', { real: [[1], [2]], generated: [[1], [2]], eps: 1 } as never, /unknown option 'eps'/],
])('bad input: %s', async (_, options, message) => {
  await expect(fid(options)).rejects.toThrow(message);
});
