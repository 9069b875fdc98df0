import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { expectSame, on, roundingOf, tensor, withGradients } from '../../test/compare.js';
import { pairs } from '../../test/pairs.js';

type Pad = 'same' | 'valid' | number;

// Height, width, channels, filters, kernel height and width, stride, padding.
const convolutions: [number, number, number, number, number, number, number | [number, number], Pad][] = [
  [8, 8, 3, 5, 4, 4, 2, 1],
  [8, 8, 3, 5, 3, 3, 1, 'same'],
  [9, 7, 2, 4, 3, 2, 2, 'same'],
  [1, 8, 6, 7, 1, 4, 2, 'same'],
  [1, 8, 6, 7, 1, 1, 1, 'valid'],
  [4, 4, 6, 7, 4, 4, 2, 'valid'],
  [5, 5, 2, 3, 2, 2, 3, 'valid'],
  [6, 6, 2, 3, 1, 1, 2, 'valid'],
  [8, 8, 3, 5, 5, 5, 2, 2],
  [7, 8, 3, 5, 3, 3, [1, 2], 'same'],
  [5, 6, 4, 3, 1, 1, 1, 'same'],
  [7, 7, 2, 2, 7, 7, 1, 'valid'],
];

// Transposed convolutions, and so the gradients of convolutions, to few channels take another form than those to many.
const forms = [0, 8];

describe('conv2d', () => {
  const cases = convolutions.flatMap((parameters) => forms.map((more) => [...parameters, more] as const));

  test.each(cases)('%sx%sx%s, %s filters %sx%s, stride %s, pad %s, and %s channels', async (...parameters) => {
    const [h, w, few, o, kh, kw, stride, pad, more] = parameters;
    const c = few + more;
    const f = (x?: tf.Tensor, y?: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, y as tf.Tensor4D, stride, pad, 'NHWC', 1, roundingOf(pad));
    const inputs = () => [tensor([2, h, w, c], 1), tensor([kh, kw, c, o], 2)];
    await expectSame(() => withGradients(f, inputs()), { tolerance: 1e-4 });
  });

  test('dilation', async () => {
    await expectSame(() =>
      tf.conv2d(tensor<tf.Tensor4D>([2, 9, 8, 3], 1), tensor<tf.Tensor4D>([3, 2, 3, 4], 2), 1, 'same', 'NHWC', [2, 3]),
    );
    await expectSame(() =>
      tf.conv2d(tensor<tf.Tensor4D>([2, 9, 8, 3], 1), tensor<tf.Tensor4D>([3, 3, 3, 4], 2), 1, 'valid', 'NHWC', 2),
    );
  });

  test('explicit padding of one axis', async () => {
    const pad = pairs<Parameters<typeof tf.conv2d>[3] & [number, number][]>(0, 0, 0, 0, 1, 1, 0, 0);
    const f = (x?: tf.Tensor, y?: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, y as tf.Tensor4D, [1, 2], pad, 'NHWC', 1, 'floor');
    await expectSame(() => withGradients(f, [tensor([2, 1, 8, 5], 1), tensor([1, 4, 5, 6], 2)]), { tolerance: 1e-4 });
  });

  test('a gradient larger than the output counts as far as the output goes', async () => {
    await expectSame(() => {
      const [dy, filter] = [tensor<tf.Tensor4D>([1, 5, 5, 3], 1), tensor<tf.Tensor4D>([2, 2, 2, 3], 2)];
      return tf.conv2dTranspose(dy, filter, [1, 3, 3, 2], 1, 'same');
    });
  });

  test('padding wider than the kernel, with gradients', async () => {
    const f = (x: tf.Tensor, w: tf.Tensor): tf.Tensor => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 1);
    await expectSame(() => withGradients(f, [tensor([2, 4, 5, 2], 1), tensor([1, 1, 2, 3], 2)]));
  });

  test('a bias for each pixel of a transposed convolution', async () => {
    await expectSame(() => {
      const [x, filter] = [tensor<tf.Tensor4D>([2, 1, 1, 3], 1), tensor<tf.Tensor4D>([4, 4, 2, 3], 2)];
      const image = tf.conv2dTranspose(x, filter, [2, 2, 2, 2], 2, 'same');
      return tf.relu(tf.add(tf.reshape(image, [2, 8]), tensor([8], 3)));
    });
  });

  test('channels first gives what channels last gives', async () => {
    const w = () => tensor<tf.Tensor4D>([3, 3, 3, 4], 2);
    const last = await on('onnx', () => tf.conv2d(tensor<tf.Tensor4D>([2, 6, 5, 3], 1), w(), 2, 'same'));
    const first = await on('onnx', () => {
      const x = tf.transpose(tensor<tf.Tensor4D>([2, 6, 5, 3], 1), [0, 3, 1, 2]);
      return tf.transpose(tf.conv2d(x, w(), 2, 'same', 'NCHW'), [0, 2, 3, 1]);
    });
    expect(first).toEqual(last);
  });

  test('layer with bias and relu, fused and not, with gradients', async () => {
    const layer = (x?: tf.Tensor, w?: tf.Tensor, b?: tf.Tensor) =>
      tf.relu(tf.add(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 1, 'NHWC', 1, 'floor'), b!));
    const inputs = () => [tensor([2, 8, 8, 3], 1), tensor([4, 4, 3, 5], 2), tensor([5], 3)];
    await expectSame(() => withGradients(layer, inputs()), { tolerance: 1e-4 });
    await expectSame(() => {
      const [x, filter, bias] = inputs() as [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D];
      return tf.fused.conv2d({ x, filter, bias, strides: 2, pad: 'same', activation: 'relu' });
    });
  });

  test('conv1d', async () => {
    const f = (x?: tf.Tensor, w?: tf.Tensor) => tf.conv1d(x as tf.Tensor3D, w as tf.Tensor3D, 2, 'same');
    await expectSame(() => withGradients(f, [tensor([2, 8, 6], 1), tensor([4, 6, 3], 2)]), { tolerance: 1e-4 });
  });
});

// Input size, channels, filters, kernel, stride, padding, output size.
const transposed: [number, number, number, number, number, Pad, number][] = [
  [1, 6, 5, 4, 2, 0, 4],
  [1, 6, 5, 4, 1, 0, 4],
  [4, 6, 5, 4, 2, 1, 8],
  [5, 2, 3, 3, 2, 'same', 10],
  [4, 2, 3, 3, 1, 'same', 4],
  [3, 2, 3, 5, 3, 'valid', 11],
  [3, 2, 3, 2, 3, 'valid', 8],
];

describe('conv2dTranspose', () => {
  test.each(transposed.flatMap((parameters) => forms.map((more) => [...parameters, more] as const)))(
    '%s, %s channels, %s filters of %s, stride %s, pad %s, size %s, and %s filters',
    async (size, c, few, k, stride, pad, out, more) => {
      const o = few + more;
      const layer = (x?: tf.Tensor, w?: tf.Tensor, b?: tf.Tensor) => {
        const shape: [number, number, number, number] = [2, out, out, o];
        return tf.relu(
          tf.add(tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, shape, stride, pad, roundingOf(pad)), b!),
        );
      };
      const inputs = () => [tensor([2, size, size, c], 1), tensor([k, k, o, c], 2), tensor([o], 3)];
      await expectSame(() => withGradients(layer, inputs()), { tolerance: 1e-4 });
    },
  );
});

// ONNX Runtime's blocked convolutions take over where channels fill blocks of 8 or 16.
test.each(transposed)(
  'channels in blocks: size %s, not %s channels, not %s filters of %s, stride %s, pad %s, size %s',
  async (size, _c, _o, k, stride, pad, out) => {
    const layer = (x?: tf.Tensor, w?: tf.Tensor, b?: tf.Tensor) =>
      tf.relu(
        tf.add(
          tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [2, out, out, 32], stride, pad, roundingOf(pad)),
          b!,
        ),
      );
    const inputs = () => [tensor([2, size, size, 16], 1), tensor([k, k, 32, 16], 2), tensor([32], 3)];
    await expectSame(() => withGradients(layer, inputs()), { tolerance: 1e-4 });
  },
);
