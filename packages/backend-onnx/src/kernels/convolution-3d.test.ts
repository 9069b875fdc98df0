import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { expectSame, tensor, withGradients } from '../../test/compare.js';

type Triple = [number, number, number];

// Size, channels, filters, kernel, strides, padding.
const cases: [Triple, number, number, Triple, number | Triple, 'same' | 'valid'][] = [
  [[4, 5, 4], 2, 3, [2, 3, 2], 1, 'same'],
  [[4, 4, 5], 3, 2, [2, 2, 3], 2, 'same'],
  [[5, 4, 4], 1, 4, [3, 2, 2], [2, 1, 2], 'valid'],
  [[3, 2, 2], 2, 3, [3, 2, 2], 1, 'valid'],
  [[2, 3, 2], 3, 2, [1, 1, 1], 1, 'same'],
];

test.each(cases)('%s, %s channels, %s filters of %s, stride %s, pad %s', async (size, c, o, kernel, stride, pad) => {
  const f = (x?: tf.Tensor, y?: tf.Tensor) => tf.conv3d(x as tf.Tensor5D, y as tf.Tensor5D, stride, pad);
  await expectSame(() => withGradients(f, [tensor([2, ...size, c], 1), tensor([...kernel, c, o], 2)]));
});

test('dilation', async () => {
  await expectSame(() => {
    const [x, filter] = [tensor<tf.Tensor5D>([1, 5, 6, 5, 2], 1), tensor<tf.Tensor5D>([2, 2, 2, 2, 3], 2)];
    return tf.conv3d(x, filter, 1, 'same', 'NDHWC', [1, 2, 2]);
  });
});

test('transposed', async () => {
  await expectSame(() => {
    const [x, filter] = [tensor<tf.Tensor5D>([2, 2, 3, 2, 4], 1), tensor<tf.Tensor5D>([2, 3, 3, 3, 4], 2)];
    return tf.conv3dTranspose(x, filter, [2, 4, 6, 4, 3], 2, 'same');
  });
});
