import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, roundingOf, tensor, withGradients } from '../../test/compare.js';

// Height, width, channels, multiplier, kernel height and width, strides, padding.
const cases: [number, number, number, number, number, number, number | [number, number], 'same' | 'valid' | number][] =
  [
    [6, 6, 3, 1, 3, 3, 1, 'same'],
    [6, 5, 3, 2, 3, 2, 1, 'valid'],
    [7, 6, 2, 3, 3, 3, 2, 'same'],
    [5, 5, 4, 1, 5, 5, 1, 'valid'],
    [8, 8, 2, 1, 4, 4, 2, 1],
    [4, 4, 1, 2, 1, 1, 1, 'same'],
    [6, 6, 1, 1, 2, 3, [1, 2], 'same'],
  ];

test.each(cases)('%sx%sx%s, %s times, %sx%s, stride %s, pad %s', async (h, w, c, m, kh, kw, stride, pad) => {
  const f = (x?: tf.Tensor, y?: tf.Tensor) =>
    tf.depthwiseConv2d(x as tf.Tensor4D, y as tf.Tensor4D, stride, pad, 'NHWC', 1, roundingOf(pad));
  const inputs = () => [tensor([2, h, w, c], 1), tensor([kh, kw, c, m], 2)];
  await expectSame(() => withGradients(f, inputs()));
});

test('dilation', async () => {
  await expectSame(() => {
    const [x, filter] = [tensor<tf.Tensor4D>([2, 8, 9, 3], 1), tensor<tf.Tensor4D>([3, 2, 3, 2], 2)];
    return [
      tf.depthwiseConv2d(x, filter, 1, 'same', 'NHWC', [2, 3]),
      tf.depthwiseConv2d(x, filter, 1, 'valid', 'NHWC', 2),
    ];
  });
});

test('with bias and activation', async () => {
  for (const activation of ['linear', 'relu', 'relu6', 'sigmoid'] as const) {
    await expectSame(() => {
      const [x, filter] = [tensor<tf.Tensor4D>([2, 6, 6, 3], 1), tensor<tf.Tensor4D>([3, 3, 3, 2], 2)];
      return tf.fused.depthwiseConv2d({ x, filter, bias: tensor([6], 3), strides: 1, pad: 'same', activation });
    });
  }
});

test('separable convolution', async () => {
  const f = (x?: tf.Tensor, d?: tf.Tensor, p?: tf.Tensor) =>
    tf.separableConv2d(x as tf.Tensor4D, d as tf.Tensor4D, p as tf.Tensor4D, 1, 'same');
  const inputs = () => [tensor([2, 5, 6, 3], 1), tensor([3, 3, 3, 2], 2), tensor([1, 1, 6, 4], 3)];
  await expectSame(() => withGradients(f, inputs()));
});

test('the filter gradient of many positions keeps its digits', async () => {
  await tf.setBackend('onnx');
  const total = tf.tidy(() => {
    const x = tf.fill<tf.Rank.R4>([8, 64, 64, 2], 0.1);
    const f = (filter: tf.Tensor) => tf.depthwiseConv2d(x, filter as tf.Tensor4D, 1, 'same');
    return tf
      .grad(f)(tf.ones([1, 1, 2, 1]))
      .dataSync()[0]!;
  });
  expect(total / (8 * 64 * 64 * Math.fround(0.1))).toBeCloseTo(1, 5);
});
