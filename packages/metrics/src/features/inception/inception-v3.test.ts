import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectNoLeaks } from '../../../../../scripts/expect-no-leaks.js';
import reference from '../../../fixtures/inception.json' with { type: 'json' };
import { applySteps } from './apply-steps.js';
import { inceptionSteps } from './architecture.js';
import { convolutionShapes } from './convolution-shapes.js';
import { inceptionV3, readWeights } from './inception-v3.js';
import { prepareImages } from './prepare-images.js';

/** The generator's formula: in [−1, 1), a 32-bit hash of the index and the name's FNV-1a. */
function symmetric(name: string): (i: number) => number {
  let tag = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) tag = Math.imul(tag ^ name.charCodeAt(i), 0x01000193);
  return (i) => {
    let x = (Math.imul(i, 0x9e3779b1) + tag) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 31 - 1;
  };
}

const filled = (size: number, value: (i: number) => number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => value(i));

const shapesOf = (variant: 'fid' | 'torchvision'): Map<string, readonly number[]> =>
  convolutionShapes(inceptionSteps(variant), 3).shapes;

/** Weights as PyTorch holds them, by formula, folded and laid out as the conversion script does. */
function convertedWeights(): Map<string, { shape: readonly number[]; data: Float32Array }> {
  const tensors = new Map<string, { shape: readonly number[]; data: Float32Array }>();
  for (const [name, shape] of shapesOf('fid')) {
    const [height, width, inputs, outputs] = shape as [number, number, number, number];
    const norm = (key: string, value: (u: number) => number): Float32Array => {
      const u = symmetric(`${name}.bn.${key}`);
      return filled(outputs, (i) => value(u(i)));
    };
    const gamma = norm('weight', (u) => 1 + 0.2 * u);
    const beta = norm('bias', (u) => 0.1 * u);
    const mean = norm('running_mean', (u) => 0.1 * u);
    const variance = norm('running_var', (u) => 1 + 0.5 * u);
    const factor = Float64Array.from(gamma, (value, i) => value / Math.sqrt(variance[i]! + 0.001));
    const u = symmetric(`${name}.conv.weight`);
    const gain = Math.sqrt(6 / (inputs * height * width));
    const weight = new Float32Array(height * width * inputs * outputs);
    let i = 0;
    for (let o = 0; o < outputs; o++) {
      for (let c = 0; c < inputs; c++) {
        for (let place = 0; place < height * width; place++, i++) {
          weight[(place * inputs + c) * outputs + o] = Math.fround(u(i) * gain) * factor[o]!;
        }
      }
    }
    tensors.set(`${name}.weight`, { shape, data: weight });
    const bias = filled(outputs, (o) => beta[o]! - mean[o]! * factor[o]!);
    tensors.set(`${name}.bias`, { shape: [outputs], data: bias });
  }
  return tensors;
}

function sum(values: Float32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

let tensors: ReadonlyMap<string, { shape: readonly number[]; data: Float32Array }>;
beforeAll(async () => {
  await tf.setBackend('cpu');
  tensors = convertedWeights();
});
expectNoLeaks(() => tf.memory().numTensors);

test('the conversion script writes these names, shapes and numbers', () => {
  expect(tensors.size).toBe(reference.allTensors.count);
  expect([...tensors.values()].reduce((total, { data }) => total + data.length, 0)).toBe(reference.allTensors.numbers);
  const total = [...tensors.values()].reduce((all, { data }) => all + sum(data), 0);
  expect(Math.abs(total - reference.allTensors.sum)).toBeLessThan(1e-2);
  for (const [name, expected] of Object.entries(reference.tensors)) {
    const found = tensors.get(name)!;
    expect(found.shape).toEqual(expected.shape);
    expected.first4.forEach((value, i) => void expect(found.data[i]).toBeCloseTo(value, 6));
    expect(Math.abs(sum(found.data) - expected.sum)).toBeLessThan(1e-3);
  }
});

test.each(['fid', 'torchvision'] as const)('the variant %s computes what PyTorch does', (variant) => {
  const { size } = reference;
  const steps = inceptionSteps(variant);
  const features = tf.tidy(() => {
    const weights = readWeights(tensors, shapesOf(variant));
    const image = tf.tensor4d(filled(size * size * 3, symmetric('image')), [1, size, size, 3]);
    return tf.mean(applySteps(steps, image, weights), [1, 2]).dataSync<'float32'>();
  });
  const expected = reference.variants[variant];
  expect(features).toHaveLength(2048);
  // Sums of thousands of float32 products: the largest feature is about 5.
  expected.every64.forEach((value, i) => void expect(Math.abs(features[64 * i]! - value)).toBeLessThan(2e-5));
  expect(Math.abs(sum(features) / expected.sum - 1)).toBeLessThan(1e-5);
  expect(Math.abs(sum(features.map((value) => value * value)) / expected.sumOfSquares - 1)).toBeLessThan(1e-5);
});

describe('images are prepared as PyTorch does', () => {
  test.each(['small', 'large'] as const)('%s', (name) => {
    const { shape, every9001, sum: total } = reference.prepared[name];
    const u = symmetric(name);
    const images = filled(
      shape.reduce((a, b) => a * b),
      (i) => (u(i) + 1) / 2,
    );
    const prepared = tf.tidy(() =>
      prepareImages(tf.tensor4d(images, shape as [number, number, number, number])).dataSync<'float32'>(),
    );
    expect(prepared).toHaveLength(299 * 299 * 3);
    every9001.forEach((value, i) => void expect(prepared[9001 * i]).toBeCloseTo(value, 5));
    expect(Math.abs(sum(prepared) - total)).toBeLessThan(0.5);
  });

  test('two channels are refused', () => {
    const images = tf.zeros<tf.Rank.R4>([1, 4, 4, 2]);
    expect(() => prepareImages(images)).toThrow(/\[batch, height, width, 1 or 3\], found \[1, 4, 4, 2\]/);
    images.dispose();
  });
});

test('weights: made, freed, and refused if one is missing, misshapen or of another type', () => {
  const before = tf.memory().numTensors;
  const inception = inceptionV3(tensors);
  expect(tf.memory().numTensors).toBe(before + 188);
  inception.dispose();
  const name = 'Mixed_7c.branch_pool.weight';
  const without = new Map(tensors);
  without.delete(name);
  expect(() => inceptionV3(without)).toThrow(
    /expected a tensor 'Mixed_7c.branch_pool.weight' of shape \[1, 1, 2048, 192\], found none/,
  );
  const { data } = tensors.get(name)!;
  expect(() => inceptionV3(new Map(tensors).set(name, { shape: [192, 2048, 1, 1], data }))).toThrow(
    /found \[192, 2048, 1, 1\]/,
  );
  const doubles = { shape: [1, 1, 2048, 192], data: new Float64Array(1) as unknown as Float32Array };
  expect(() => inceptionV3(new Map(tensors).set(name, doubles))).toThrow(/in float32, found Float64Array/);
  expect(() => inceptionV3(tensors, { variant: 'keras' as 'fid' })).toThrow(/'fid' or 'torchvision', found 'keras'/);
});
