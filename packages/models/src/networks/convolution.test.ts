import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { conv2d } from './conv2d.js';
import { conv2dTranspose } from './conv2d-transpose.js';

tidyTests(tf.engine());

const rng = Rng.fromSeed(5);
const context = { training: false };

function normals(...shape: [number, number, number, number]): tf.Tensor4D {
  return tf.tensor4d(rng.normals(tf.util.sizeFromShape(shape)), shape);
}

/** Kernel, stride and padding; TensorFlow has a mode for the first three. */
const geometries = [
  [4, 2, 1],
  [3, 1, 1],
  [4, 1, 0],
  [3, 2, 1],
  [5, 1, 1],
] as const;

test.each(geometries)('a convolution of kernel %i, stride %i and padding %i', (kernel, stride, padding) => {
  const layer = conv2d({ inputs: 2, outputs: 3, kernel, stride, padding, bias: false, rng });
  const x = normals(2, 8, 8, 2);
  const around: [number, number] = [padding, padding];
  const filter = layer.variables.weight as tf.Variable<tf.Rank.R4>;
  const expected = tf.conv2d(x, filter, stride, [[0, 0], around, around, [0, 0]], 'NHWC', 1, 'floor');
  const found = layer.apply(x, context);
  expect(found.shape).toEqual(expected.shape);
  expect(tf.max(tf.abs(tf.sub(found, expected))).dataSync()[0]).toBeLessThan(1e-5);
  expect(Object.keys(layer.variables)).toEqual(['weight']);
  layer.dispose();
});

test.each(geometries)('transposed, kernel %i, stride %i, padding %i: its adjoint', (kernel, stride, padding) => {
  // ⟨conv(x), y⟩ = ⟨x, transposed(y)⟩ for the same filter.
  const direct = conv2d({ inputs: 2, outputs: 3, kernel, stride, padding, bias: false, rng });
  const x = normals(2, 8, 8, 2);
  const image = direct.apply(x, context);
  const rows = image.shape[1]!;
  const outputPadding = 8 - ((rows - 1) * stride - 2 * padding + kernel);
  const options = { inputs: 3, outputs: 2, kernel, stride, padding, outputPadding, bias: false };
  const transposed = conv2dTranspose({ ...options, rng });
  transposed.variables.weight!.assign(direct.variables.weight!);
  const y = normals(2, rows, rows, 3);
  const back = transposed.apply(y, context);
  expect(back.shape).toEqual([2, 8, 8, 2]);
  const sum = (a: tf.Tensor, b: tf.Tensor): number => tf.sum(tf.mul(a, b)).dataSync()[0]!;
  expect(Math.abs(sum(image, y) - sum(x, back))).toBeLessThan(1e-3);
  transposed.dispose();
  direct.dispose();
});

test('gradients pass through padding and cropping', () => {
  const options = { kernel: 3, stride: 2, padding: 1, rng };
  const down = conv2d({ ...options, inputs: 1, outputs: 2 });
  const up = conv2dTranspose({ ...options, inputs: 2, outputs: 1, outputPadding: 1 });
  const x = normals(2, 6, 6, 1);
  const value = (image: tf.Tensor): tf.Scalar =>
    tf.sum(tf.square(up.apply(down.apply(image, { training: true }), { training: true })));
  const gradient = tf.grad(value)(x).dataSync();
  const step = 1e-2;
  for (const i of [0, 7, 40, 71]) {
    const moved = (by: number): number =>
      value(tf.add(x, tf.reshape(tf.mul(tf.oneHot(tf.scalar(i, 'int32'), 72), by), x.shape))).dataSync()[0]!;
    expect(gradient[i]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 2);
  }
  down.dispose();
  up.dispose();
});

test('an output padding of the stride or more is refused', () => {
  const options = { inputs: 1, outputs: 1, kernel: 3, stride: 2, padding: 1, outputPadding: 2, rng };
  expect(() => conv2dTranspose(options)).toThrow('outputPadding must be at least 0 and below the stride [2, 2], found');
});
