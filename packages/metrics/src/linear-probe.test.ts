import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectNoLeaks } from '../../../scripts/expect-no-leaks.js';
import { linearProbe } from './linear-probe.js';
import { probeSubsets } from './probe-subsets.js';
import { allSubsets, subsetName } from './subsets.js';

beforeAll(() => tf.setBackend('cpu'));
expectNoLeaks(() => tf.memory().numTensors);

const rows = (rng: Rng, n: number, d: number): number[][] => Array.from({ length: n }, () => [...rng.normals(d)]);
const labelsOf = (n: number, classes: number): number[] => Array.from({ length: n }, (_, i) => i % classes);

describe('self-tests', () => {
  test('random labels: chance level', async () => {
    const rng = Rng.fromSeed(1);
    const label = (n: number): number[] => Array.from({ length: n }, () => rng.integer(0, 10));
    const { accuracy } = await linearProbe({
      train: { x: rows(rng, 256, 8), y: label(256) },
      test: { x: rows(rng, 4000, 8), y: label(4000) },
    });
    // Six standard errors of a proportion of 0.1: fails for one seed in 5e8, and the seed is fixed.
    expect(Math.abs(accuracy - 0.1)).toBeLessThan(6 * Math.sqrt((0.1 * 0.9) / 4000));
  });

  test.each(['l2', 'none'] as const)('separable classes: all right, with penalty %s', async (penalty) => {
    const rng = Rng.fromSeed(2);
    const y = labelsOf(100, 5);
    const z = (): number[][] =>
      rows(rng, 100, 5).map((row, i) => row.map((value, j) => 0.1 * value + (i % 5 === j ? 2 : 0)));
    const { accuracy } = await linearProbe({ train: { x: z(), y }, test: { x: z(), y } }, { penalty });
    expect(accuracy).toBe(1);
  });

  test('the optimum without a penalty does not depend on affine maps of the latents', async () => {
    const rng = Rng.fromSeed(3);
    const y = labelsOf(300, 3);
    const z = (): number[][] => rows(rng, 300, 3).map((row, i) => row.map((value, j) => value + (i % 3 === j ? 1 : 0)));
    const map = ([a, b, c]: number[]): number[] => [2 * a! + b! - 7, b! - c!, 0.2 * c! + a! + 1];
    const [train, testRows] = [z(), z()];
    const options = { penalty: 'none', tolerance: 1e-7 } as const;
    const plain = await linearProbe({ train: { x: train, y }, test: { x: testRows, y } }, options);
    const mapped = await linearProbe({ train: { x: train.map(map), y }, test: { x: testRows.map(map), y } }, options);
    expect(mapped.predictions).toEqual(plain.predictions);
    expect(plain.accuracy).toBeGreaterThan(0.6);
    expect(plain.accuracy).toBeLessThan(0.9);
  });
});

test('tensors in, counts out; nothing is disposed or left behind', async () => {
  const z = tf.tensor2d([[-2], [-1], [1], [2]]);
  const y = tf.tensor1d([0, 0, 1, 1], 'int32');
  const zTest = tf.tensor2d([[-3], [-0.5], [3], [2], [1], [5]]);
  // Label 7 never occurs in training, label 0's second row lies on the wrong side.
  const result = await linearProbe({ train: { x: z, y }, test: { x: zTest, y: Uint8Array.of(0, 1, 1, 0, 7, 1) } });
  expect(result.predictions).toEqual([0, 0, 1, 1, 1, 1]);
  expect(result.accuracy).toBe(3 / 6);
  expect(result.classes).toEqual([0, 1, 7]);
  expect(result.confusion).toEqual([
    [1, 1, 0],
    [1, 2, 0],
    [0, 1, 0],
  ]);
  expect(result.perClass).toMatchObject([
    { label: 0, count: 2, accuracy: 1 / 2 },
    { label: 1, count: 3, accuracy: 2 / 3 },
    { label: 7, count: 1, accuracy: 0 },
  ]);
  tf.dispose([z, y, zTest]);
});

describe('subsets', () => {
  test('all of them, the smaller first', () => {
    expect(allSubsets(['m', 's', 't']).map(subsetName)).toEqual(['m', 's', 't', 'm+s', 'm+t', 's+t', 'm+s+t']);
    expect(allSubsets(['a', 'b', 'c', 'd', 'e'])).toHaveLength(31);
    expect(allSubsets([])).toEqual([]);
    expect(() => allSubsets(['a', 'a'])).toThrow(/twice/);
  });

  test('a probe for each; the tensors are disposed', async () => {
    const rng = Rng.fromSeed(4);
    const y = labelsOf(120, 4);
    // Each modality tells one bit of the label.
    const bits = { first: (i: number) => i % 2, second: (i: number) => Math.floor((i % 4) / 2) };
    const results = await probeSubsets({
      subsets: allSubsets(['first', 'second']),
      latents: async (subset) =>
        tf.tensor2d(y.map((_, i) => subset.map((key) => 4 * bits[key](i) + 0.1 * rng.normal()))),
      labels: { train: y, test: y },
    });
    expect(Object.keys(results)).toEqual(['first', 'second', 'first+second']);
    expect(results.first!.accuracy).toBeLessThan(0.75);
    expect(results['first+second']!.accuracy).toBe(1);
  });

  test('each says whether its classifier converged', async () => {
    const z = rows(Rng.fromSeed(6), 40, 3);
    const labels = { train: labelsOf(40, 2), test: labelsOf(40, 2) };
    const probe = (maxIterations?: number): ReturnType<typeof probeSubsets> =>
      probeSubsets({
        subsets: [['a']],
        latents: () => z,
        labels,
        ...(maxIterations && { regression: { maxIterations } }),
      });
    expect((await probe()).a).toMatchObject({ converged: true });
    expect((await probe(1)).a).toMatchObject({ converged: false });
  });

  test('errors name the subset and leave nothing behind', async () => {
    const failing = probeSubsets({
      subsets: [['a']],
      latents: () => tf.tensor2d([[1], [Number.NaN]]),
      labels: { train: [0, 1], test: [0, 1] },
    });
    await expect(failing).rejects.toThrow(/subset 'a'.*found NaN in row 1, column 0/);
  });
});

describe('bad input', () => {
  const z = [[0], [1]];
  test.each<[string, Parameters<typeof linearProbe>[0], RegExp]>([
    ['test labels', { train: { x: z, y: [0, 1] }, test: { x: z, y: [0] } }, /\{ test \}\): expected 2 labels.*found 1/],
    ['train labels', { train: { x: z, y: [0] }, test: { x: z, y: [0, 1] } }, /expected 2 labels.*found 1/],
    [
      'dimensions',
      { train: { x: z, y: [0, 1] }, test: { x: [[1, 2]], y: [0] } },
      /expected 1 columns as in training, found 2/,
    ],
    [
      'one class',
      { train: { x: z, y: [1, 1] }, test: { x: z, y: [0, 1] } },
      /at least two classes, found only label 1/,
    ],
    [
      'unknown key',
      { train: { x: z, y: [0, 1] }, test: { x: z, y: [0, 1] }, tset: 1 } as never,
      /unknown option 'tset'/,
    ],
  ])('%s', async (_, data, message) => {
    await expect(linearProbe(data)).rejects.toThrow(message);
  });

  test('rank', async () => {
    const cube = tf.zeros([2, 1, 1]) as unknown as tf.Tensor2D;
    await expect(linearProbe({ train: { x: cube, y: [0, 1] }, test: { x: z, y: [0, 1] } })).rejects.toThrow(
      /found \[2, 1, 1\]/,
    );
    cube.dispose();
  });
});
