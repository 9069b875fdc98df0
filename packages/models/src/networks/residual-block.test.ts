import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import type { Network } from './network.js';
import {
  residualBlock1d,
  residualBlock1dTranspose,
  residualBlock2d,
  residualBlock2dTranspose,
} from './residual-block.js';

tidyTests(tf.engine());

const rng = Rng.fromSeed(3);
const reduce = { inputs: 2, outputs: 3, kernel: 4, stride: 2, padding: 1, rng };
const open = { inputs: 2, outputs: 3, kernel: 4, stride: 1, padding: 0, rng };

function shapesOf({ variables }: Network): Record<string, number[]> {
  return Object.fromEntries(Object.entries(variables).map(([path, variable]) => [path, variable.shape]));
}

const norms = {
  'norm1.scale': [2],
  'norm1.offset': [2],
  'norm2.scale': [2],
  'norm2.offset': [2],
  'shortcut.bias': [3],
  'shortcutNorm.scale': [3],
  'shortcutNorm.offset': [3],
};

test('parameters and sizes of the four kinds', () => {
  const kinds = [
    [residualBlock1d(reduce), [1, 8], [1, 4], { 'conv2.weight': [1, 4, 2, 3], 'conv2.bias': [3] }],
    [residualBlock1dTranspose(open), [1, 1], [1, 4], { 'conv2.weight': [1, 4, 3, 2], 'conv2.bias': [3] }],
    [residualBlock2d(reduce), [8, 8], [4, 4], { 'conv2.weight': [4, 4, 2, 3] }],
    [residualBlock2dTranspose(reduce), [4, 4], [8, 8], { 'conv2.weight': [4, 4, 3, 2] }],
  ] as const;
  for (const [block, from, to, conv2] of kinds) {
    const bias = 'conv2.bias' in conv2 ? { 'conv1.bias': [2] } : {};
    expect(shapesOf(block)).toEqual({
      ...norms,
      ...conv2,
      ...bias,
      'conv1.weight': [1, 1, 2, 2],
      'shortcut.weight': conv2['conv2.weight'],
    });
    expect(Object.keys(block.state).sort()).toEqual(
      ['norm1', 'norm2', 'shortcutNorm'].flatMap((norm) => [`${norm}.mean`, `${norm}.variance`]),
    );
    expect(block.apply(tf.zeros([5, ...from, 2]), { training: false }).shape).toEqual([5, ...to, 3]);
    block.dispose();
  }
});

test('the branch is normalised, rectified and convolved twice; the shortcut is added with its factor', () => {
  const one = { inputs: 1, outputs: 1, kernel: 1, stride: 1, padding: 0, rng };
  const block = residualBlock1d({ ...one, shortcutFactor: 2, branchFactor: 0.3 });
  const values = {
    'norm1.scale': 2,
    'norm1.offset': 1,
    'conv1.weight': 3,
    'conv1.bias': -1,
    'norm2.scale': 1,
    'norm2.offset': -4,
    'conv2.weight': 5,
    'conv2.bias': 0.5,
    'shortcut.weight': 7,
    'shortcut.bias': 0.25,
    'shortcutNorm.scale': 1.5,
    'shortcutNorm.offset': 0.125,
  };
  for (const [path, value] of Object.entries(values)) {
    block.variables[path]!.assign(tf.fill(block.variables[path]!.shape, value));
  }
  const x = [-2, 0.5, 3];
  const found = block.apply(tf.tensor4d(x, [1, 1, 3, 1]), { training: false }).dataSync();
  // Running statistics are 0 and 1.
  const norm = (value: number): number => value / Math.sqrt(1 + 1e-5);
  x.forEach((value, i) => {
    const inner = 3 * Math.max(0, 2 * norm(value) + 1) - 1;
    const branch = 5 * Math.max(0, norm(inner) - 4) + 0.5;
    const shortcut = 1.5 * norm(7 * value + 0.25) + 0.125;
    expect(found[i]).toBeCloseTo(2 * shortcut + 0.3 * branch, 4);
  });
  block.dispose();
});

test('dropout: off at rate 0 without an rng, seeded otherwise, of whole channels in two dimensions', () => {
  const block = residualBlock2d({ ...reduce, outputs: 8, shortcutFactor: 0, branchFactor: 1 });
  const still = residualBlock2d({ ...reduce, dropout: 0 });
  const x = tf.tensor4d(Rng.fromSeed(1).normals(6 * 8 * 8 * 2), [6, 8, 8, 2]);
  expect(still.apply(x, { training: true }).shape).toEqual([6, 4, 4, 3]);
  const trained = (seed: number): number[] => [
    ...block.apply(x, { training: true, rng: Rng.fromSeed(seed) }).dataSync(),
  ];
  expect(trained(1)).toEqual(trained(1));
  expect(trained(1)).not.toEqual(trained(2));
  expect(() => block.apply(x, { training: true })).toThrow('give rng');
  const channels = tf.transpose(tf.tensor(trained(1), [6, 4, 4, 8]), [0, 3, 1, 2]).arraySync() as number[][][][];
  const dead = channels.flat().filter((channel) => channel.flat().every((value) => value === 0)).length;
  const partly = channels.flat().filter((channel) => channel.flat().filter((value) => value === 0).length > 8).length;
  // About half of 48 channels, and no other channel has more than a few zeros.
  expect(dead).toBeGreaterThan(10);
  expect(dead).toBeLessThan(44);
  expect(partly).toBe(dead);
  block.dispose();
  still.dispose();
});
