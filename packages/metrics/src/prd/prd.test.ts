import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { prd } from './prd.js';

beforeAll(() => tf.setBackend('cpu'));

const CEILING = 0.7204153157646476;

/** Rows around `modes` far apart points, one mode after the other. */
function blobs(rng: Rng, n: number, modes: readonly number[]): number[][] {
  return Array.from({ length: n }, (_, i) => {
    const mode = modes[i % modes.length]!;
    return [0, 1, 2, 3].map((k) => rng.normal() + (mode % 4 === k ? 30 * (1 + Math.floor(mode / 4)) : 0));
  });
}

describe('self-tests', () => {
  test('real against itself: the ceiling', async () => {
    const rng = Rng.fromSeed(1);
    const real = blobs(rng, 300, [0, 1, 2]);
    const result = await prd({ real, generated: real, rng });
    expect(result.prdMean).toBeCloseTo(CEILING, 12);
    expect(result.f8).toBeCloseTo(1, 9);
    expect(result.fEighth).toBeCloseTo(1, 9);
    expect(result.samples).toBe(300);
    expect([result.precision.length, result.recall.length]).toEqual([1001, 1001]);
  });

  test('features that are 0 everywhere change nothing', async () => {
    const [real, generated] = [1, 2].map((seed) => blobs(Rng.fromSeed(seed), 200, [0, seed])) as [
      number[][],
      number[][],
    ];
    const padded = (rows: number[][]): number[][] => rows.map(([a, ...rest]) => [0, a!, 0, ...rest]);
    const plain = await prd({ real, generated, rng: Rng.fromSeed(3) });
    expect(plain.prdMean).toBeLessThan(0.6);
    expect(await prd({ real: padded(real), generated: padded(generated), rng: Rng.fromSeed(3) })).toEqual(plain);
  });

  test('the same distribution: just below the ceiling', async () => {
    const rng = Rng.fromSeed(2);
    const { prdMean } = await prd({ real: blobs(rng, 500, [0, 1, 2]), generated: blobs(rng, 500, [0, 1, 2]), rng });
    expect(prdMean).toBeGreaterThan(0.68);
    expect(prdMean).toBeLessThan(CEILING);
  });

  test('no overlap: 0', async () => {
    const rng = Rng.fromSeed(3);
    const result = await prd({ real: blobs(rng, 200, [0, 1]), generated: blobs(rng, 200, [2, 3]), rng });
    expect([result.prdMean, result.f8, result.fEighth]).toEqual([0, 0, 0]);
  });

  test('mode collapse: precise, but covering little; the reverse for a generator that adds modes', async () => {
    const rng = Rng.fromSeed(4);
    const all = blobs(rng, 400, [0, 1, 2, 3, 4, 5, 6, 7]);
    const two = blobs(rng, 400, [0, 1]);
    const options = { clusters: 8, rng };
    const collapsed = await prd({ real: all, generated: two, ...options });
    expect(collapsed.fEighth).toBeGreaterThan(0.9);
    expect(collapsed.f8).toBeLessThan(0.3);
    const adding = await prd({ real: two, generated: all, ...options });
    expect(adding.f8).toBeGreaterThan(0.9);
    expect(adding.fEighth).toBeLessThan(0.3);
  });
});

test('the standard error is about the spread over other items', async () => {
  const results = [];
  for (let seed = 1; seed <= 12; seed++) {
    const rng = Rng.fromSeed(seed);
    const drawn = (modes: readonly number[]): number[] =>
      Array.from({ length: 200 }, () => modes[rng.integer(0, modes.length)]!);
    const [real, generated] = [blobs(rng, 200, drawn([0, 1, 2])), blobs(rng, 200, drawn([0, 1, 1, 3]))];
    results.push(await prd({ real, generated, rng, clusters: 6, runs: 2, angles: 101 }));
  }
  const centre = results.reduce((sum, { prdMean }) => sum + prdMean, 0) / 12;
  const spread = Math.sqrt(results.reduce((sum, { prdMean }) => sum + (prdMean - centre) ** 2, 0) / 11);
  const stated = results.reduce((sum, { standardError }) => sum + standardError, 0) / 12;
  expect(stated / spread).toBeGreaterThan(0.5);
  expect(stated / spread).toBeLessThan(2.5);
});

test('seeded, and tensors are read but neither disposed nor leaked', async () => {
  const rng = Rng.fromSeed(5);
  const [real, generated] = [tf.tensor2d(blobs(rng, 60, [0, 1])), tf.tensor2d(blobs(rng, 60, [0, 2]))];
  const before = tf.memory().numTensors;
  const options = { real, generated, clusters: 6, runs: 2, angles: 11 };
  const first = await prd({ ...options, rng: Rng.fromSeed(1) });
  expect(await prd({ ...options, rng: Rng.fromSeed(1) })).toEqual(first);
  expect(first.precision).toHaveLength(11);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([real, generated]);
});

describe('bad input', () => {
  const rng = Rng.fromSeed(6);
  const rows = (n: number, d = 1): number[][] => Array.from({ length: n }, (_, i) => new Array<number>(d).fill(i));
  test.each<[string, Parameters<typeof prd>[0], RegExp]>([
    ['sizes', { real: rows(30), generated: rows(20), rng }, /generated.*expected 30 rows as in real, found 20/],
    ['columns', { real: rows(30), generated: rows(30, 2), rng }, /expected 1 columns as in real, found 2/],
    ['too few rows', { real: rows(5), generated: rows(5), rng }, /at most one cluster a row \(10\), found 20/],
    ['no rows', { real: [], generated: [], rng }, /prd\(\{ real \}\).*found none/],
    ['NaN', { real: rows(30), generated: [...rows(29), [Number.NaN]], rng }, /generated.*NaN in row 29, column 0/],
    ['runs', { real: rows(30), generated: rows(30), rng, runs: 0 }, /runs.*integer ≥ 1, found 0/],
    ['angles', { real: rows(30), generated: rows(30), rng, angles: 1 }, /angles.*found 1/],
    ['unknown option', { real: rows(30), generated: rows(30), rng, cluster: 3 } as never, /unknown option 'cluster'/],
  ])('%s', async (_, options, message) => {
    await expect(prd(options)).rejects.toThrow(message);
  });

  test('rank', async () => {
    const cube = tf.zeros([2, 1, 1]) as unknown as tf.Tensor2D;
    await expect(prd({ real: cube, generated: rows(2), rng })).rejects.toThrow(/found \[2, 1, 1\]/);
    cube.dispose();
  });
});
