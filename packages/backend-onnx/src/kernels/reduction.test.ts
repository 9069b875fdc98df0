import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, on, tensor, withGradients } from '../../test/compare.js';

const reductions = { sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min, prod: tf.prod } as const;
const axes: (number | number[] | undefined)[] = [undefined, 0, 1, -1, [0, 2], [1, 2], [0, 1, 2]];

test.each(Object.entries(reductions))('%s over every kind of axis, with gradients', async (name, f) => {
  for (const axis of axes) {
    for (const keepDims of [false, true]) {
      const reduce = (x?: tf.Tensor) => f<tf.Tensor>(x!, axis, keepDims);
      if (name === 'prod') await expectSame(() => reduce(tensor([3, 4, 5])));
      else await expectSame(() => withGradients(reduce, [tensor([3, 4, 5])]), { tolerance: 1e-4 });
    }
  }
});

test('int32 and bool sums, all, any', async () => {
  const x = () => tf.tensor([3, -1, 4, 1, 5, -9], [2, 3], 'int32');
  await expectSame(() => [tf.sum(x(), 1), tf.max(x(), 0), tf.min(x()), tf.mean(x(), 1)]);
  const flags = () => tf.greater(x(), 0);
  await expectSame(() => [tf.sum(flags()), tf.all(flags(), 0), tf.any(flags(), 1), tf.all(flags())]);
});

test('NaN and infinity in reductions', async () => {
  const x = () => tf.tensor([1, NaN, 2, Infinity, 1, -Infinity, 3, 2, 1], [3, 3]);
  await expectSame(() => [tf.max(x(), 1), tf.min(x(), 1), tf.sum(x(), 1), tf.mean(x(), 0)]);
});

test('argMax and argMin, first of equals', async () => {
  const x = () => tf.tensor([1, 3, 3, 2, 2, 0], [2, 3]);
  await expectSame(() => [tf.argMax(x(), 1), tf.argMin(x(), 1), tf.argMax(x(), 0)]);
});

test('argMax and argMin pass over NaN', async () => {
  await expectSame(() => {
    const x = tf.tensor([0, NaN, 5, 3, NaN, -2]);
    return [tf.argMax(x), tf.argMin(x)];
  });
});

test('sums and products of int32 wrap around, and are exact beyond 2²⁴', async () => {
  await expectSame(() => {
    const x = tf.tensor2d([2147483647, 3, 16777217, 1], [2, 2], 'int32');
    return [tf.sum(x), tf.sum(x, 1), tf.prod(x, 1), tf.cumsum(tf.tensor1d([2147483647, 1], 'int32'))];
  });
});

test('cumsum of a scalar', async () => {
  const [inclusive, exclusive] = await on('onnx', () => [tf.cumsum(3), tf.cumsum(3, 0, true)]);
  expect([inclusive!.values, exclusive!.values]).toEqual([[3], [0]]);
});

test('softmax, logSoftmax and logSumExp with gradients, over any axis', async () => {
  const functions = [
    (x?: tf.Tensor) => tf.softmax(x!),
    (x?: tf.Tensor) => tf.logSoftmax(x!),
    (x?: tf.Tensor) => tf.logSumExp(x!, 1),
  ];
  for (const f of functions)
    await expectSame(() => withGradients(f, [tf.mul(tensor([3, 4, 5]), 30)]), { tolerance: 1e-4 });
});

test('the gradient of a sum needs no tensor of ones', async () => {
  const [gradient] = await on('onnx', () => tf.grad((x: tf.Tensor) => tf.sum(x))(tensor([2, 3])));
  expect(gradient!.values).toEqual([1, 1, 1, 1, 1, 1]);
});

test('a long column keeps its digits, whatever its length divides by', async () => {
  // 10,007 is prime: no stages, and the plain sum's error; 8,072 leaves a stage of 1,009 rows.
  const cases = [
    [12_288, 5],
    [10_007, 3],
    [8_072, 4],
    [129, 5],
  ] as const;
  for (const [rows, digits] of cases) {
    const [sum, mean, middle] = await on('onnx', () => {
      const x = tf.fill([2, rows, 3], 0.1);
      return [tf.sum(tf.reshape(x, [2 * rows, 3]), 0), tf.mean(x, [0, 1]), tf.sum(x, 1, true)];
    });
    const expected = Math.fround(0.1);
    expect(sum!.values[1]! / (2 * rows * expected)).toBeCloseTo(1, digits);
    expect(mean!.values[2]! / expected).toBeCloseTo(1, digits);
    expect(middle!.shape).toEqual([2, 1, 3]);
    expect(middle!.values[5]! / (rows * expected)).toBeCloseTo(1, digits);
  }
});

test('sums of few columns, which are taken several rows at once, are exact', async () => {
  await tf.setBackend('onnx');
  for (const shape of [
    [5, 32, 32, 3],
    [2, 300, 2],
    [1000, 16],
    [129, 5],
  ]) {
    const axes = shape.length === 3 ? [1] : shape.map((_, axis) => axis).slice(0, -1);
    const [columns, size] = [shape.at(-1)!, shape.reduce((product, n) => product * n)];
    const outer = shape.length === 3 ? shape[0]! : 1;
    const values = Float32Array.from({ length: size }, (_, i) => ((i * 37) % 101) - 50);
    const expected = new Float32Array(outer * columns);
    for (const [i, value] of values.entries()) {
      expected[Math.floor(i / (size / outer)) * columns + (i % columns)]! += value;
    }
    expect(tf.tidy(() => tf.sum(tf.tensor(values, shape), axes).dataSync())).toEqual(expected);
  }
});
