import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, on, tensor } from '../../test/compare.js';

const parts = (z: tf.Tensor): tf.Tensor[] => [tf.real(z), tf.imag(z)];

test('sums, differences and products, with real operands too', async () => {
  await expectSame(() => {
    const a = tf.complex(tensor([2, 3], 1), tensor([2, 3], 2));
    const b = tf.complex(tensor([2, 3], 3), tensor([2, 3], 4));
    return [tf.add(a, b), tf.sub(a, b), tf.mul(a, b), tf.mul(a, tensor([2, 3], 5))].flatMap(parts);
  });
});

test('operands are broadcast, which tfjs-backend-cpu does wrongly', async () => {
  const [expected, found] = await on('onnx', () => {
    const a = tf.complex(tensor([2, 3], 1), tensor([2, 3], 2));
    const [real, imag] = [tensor([3], 3), tensor([3], 4)];
    const tiled = tf.complex(tf.tile(tf.reshape(real, [1, 3]), [2, 1]), tf.tile(tf.reshape(imag, [1, 3]), [2, 1]));
    return [tf.imag(tf.mul(a, tiled)), tf.imag(tf.mul(a, tf.complex(real, imag)))];
  });
  expect(found).toEqual(expected);
});

test('absolute values do not overflow', async () => {
  await expectSame(() => {
    const real = tf.tensor1d([3, 0, 1e30, -5, Infinity, Number.NaN, 1e-30]);
    const imag = tf.tensor1d([4, 0, 1e30, 0, Number.NaN, 1, 1e-30]);
    return tf.abs(tf.complex(real, imag));
  });
});

test('a reshaped complex tensor', async () => {
  await expectSame(() => {
    const z = tf.reshape(tf.complex(tensor([4], 1), tensor([4], 2)), [2, 2]);
    return parts(tf.mul(z, z));
  });
});
