import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { expectSame, on, roundingOf, tensor, withGradients } from '../../test/compare.js';

type Pad = 'same' | 'valid' | number;

// Height, width, window height and width, strides, padding.
const geometries: [number, number, [number, number], [number, number], Pad][] = [
  [4, 4, [2, 2], [2, 2], 'valid'],
  [5, 7, [2, 2], [2, 2], 'same'],
  [5, 6, [3, 2], [1, 2], 'same'],
  [6, 6, [3, 3], [2, 2], 1],
  [7, 5, [2, 3], [3, 1], 'valid'],
  [3, 4, [3, 4], [1, 1], 'valid'],
  [3, 3, [1, 1], [1, 1], 'valid'],
  [4, 4, [1, 1], [2, 2], 'valid'],
  [1, 5, [1, 3], [1, 2], 'same'],
];

describe.each(geometries)('%sx%s, window %s, stride %s, pad %s', (height, width, window, strides, pad) => {
  const rounding = roundingOf(pad);
  const x = () => tensor([2, height, width, 3]);

  test.each(Object.entries({ maximum: tf.maxPool, average: tf.avgPool }))(
    '%s and its gradient',
    async (_name, pool) => {
      const f = (y?: tf.Tensor) => pool(y as tf.Tensor4D, window, strides, pad, rounding);
      await expectSame(() => withGradients(f, [x()]));
    },
  );
});

test('the gradient of equal maxima goes to the first', async () => {
  const f = (y: tf.Tensor) => tf.maxPool(y as tf.Tensor4D, 3, 1, 'same');
  await expectSame(() => tf.grad(f)(tf.ones([1, 4, 5, 2])));
  await expectSame(() => tf.grad(f)(tf.round(tf.mul(tensor([2, 6, 5, 2]), 2))));
  const [gradient] = await on('onnx', () =>
    tf.grad((y) => tf.maxPool(y as tf.Tensor4D, 2, 2, 'valid'))(tf.ones([1, 2, 2, 1])),
  );
  expect(gradient!.values).toEqual([1, 0, 0, 0]);
});

test('NaN is passed over, infinities are not', async () => {
  const none = -Infinity;
  const rows = [
    [NaN, 1, NaN, NaN],
    [2, none, NaN, NaN],
    [Infinity, none, none, 0],
    [3, none, none, 1],
  ];
  const x = () => tf.tensor4d(rows.flat(), [1, 4, 4, 1]);
  await expectSame(() => [
    tf.maxPool(x(), 2, 2, 'valid'),
    tf.maxPool(x(), 2, 1, 'same'),
    tf.avgPool(x(), 2, 1, 'same'),
  ]);
  await expectSame(() => tf.grad((y) => tf.maxPool(y as tf.Tensor4D, 2, 2, 'valid'))(x()));
  await expectSame(() => tf.maxPool(x(), 1, 1, 'valid'));
});

test('a window that lies in the padding', async () => {
  await expectSame(() => {
    const x = tensor<tf.Tensor4D>([1, 2, 2, 1]);
    return [tf.maxPool(x, 1, 2, 1, 'floor'), tf.avgPool(x, 1, 2, 1, 'floor')];
  });
});

test('dilated windows and three axes of input', async () => {
  await expectSame(() => tf.pool(tensor<tf.Tensor4D>([1, 6, 6, 2]), [2, 2], 'max', 'same', [2, 2]));
  await expectSame(() => tf.avgPool(tensor<tf.Tensor3D>([6, 6, 2]), 2, 2, 'same'));
});

// Size, window, stride, padding.
const volumes: [[number, number, number], number | [number, number, number], number, Pad][] = [
  [[4, 4, 4], 2, 2, 'valid'],
  [[3, 5, 4], 3, 2, 'same'],
  [[4, 3, 5], [1, 2, 2], 1, 'same'],
  [[4, 4, 4], 3, 1, 1],
];

test.each(volumes)('volume of %s, window %s, stride %s, pad %s', async (size, window, stride, pad) => {
  const rounding = roundingOf(pad);
  const max = (y?: tf.Tensor) => tf.maxPool3d(y as tf.Tensor5D, window, stride, pad, rounding);
  const mean = (y?: tf.Tensor) => tf.avgPool3d(y as tf.Tensor5D, window, stride, pad, rounding);
  for (const f of [max, mean]) await expectSame(() => withGradients(f, [tensor([2, ...size, 3])]));
});

test('in volumes the gradient of equal maxima goes to the last', async () => {
  const f = (y: tf.Tensor) => tf.maxPool3d(y as tf.Tensor5D, 2, 1, 'same');
  await expectSame(() => tf.grad(f)(tf.round(tf.mul(tensor([1, 3, 4, 3, 2]), 2))));
});

test('other types fall back', async () => {
  const x = () => tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1], 'int32');
  await expectSame(() => tf.maxPool(x(), 2, 1, 'valid'), { fallback: true });
});
