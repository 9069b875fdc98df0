import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, on, tensor } from '../test/compare.js';

const operations: [string, () => tf.Tensor | tf.Tensor[]][] = [
  ['unique', () => Object.values(tf.unique(tf.tensor1d([3, 1, 3])))],
  ['bincount', () => tf.bincount(tf.tensor1d([0, 2, 2], 'int32'), tf.tensor1d([1, 1, 1]), 4)],
  ['fft', () => tf.real(tf.fft(tf.complex(tensor([4], 1), tensor([4], 2))))],
  ['of a recorded value', () => tf.unique(tf.exp(tensor([4]))).values],
];

test.each(operations)('%s', async (_name, run) => {
  await expectSame(run, { fallback: true });
});

test('kernels that ask their inputs for the rank', async () => {
  const morphology = (x: tf.Tensor3D, filter: tf.Tensor3D): tf.Tensor => tf.dilation2d(x, filter, 1, 'valid');
  const [x, filter] = [() => tensor<tf.Tensor3D>([4, 4, 1], 1), () => tensor<tf.Tensor3D>([2, 2, 1], 2)];
  await expectSame(() => tf.grads(morphology as (...all: tf.Tensor[]) => tf.Tensor)([x(), filter()]), {
    fallback: true,
  });
});

test('gathered embeddings have a gradient', async () => {
  await expectSame(() => {
    const indices = tf.tensor1d([0, 2, 2, 1], 'int32');
    return tf.grad((x: tf.Tensor) => tf.sum(tf.square(tf.gather(x, indices))))(tensor([4, 3]));
  });
});

test('a result survives the disposal of the input it may share memory with', async () => {
  await tf.setBackend('onnx');
  const x = tf.mul(tensor([4, 1], 5), 1);
  const y = tf.unique(tf.reshape(x, [4])).values;
  const expected = [...y.dataSync()];
  x.dispose();
  const [other] = await on('onnx', () => tf.mul(tensor([4, 1], 6), 3));
  expect(other!.values).toHaveLength(4);
  expect([...y.dataSync()]).toEqual(expected);
  y.dispose();
});

test('the product of an empty batch is empty', async () => {
  const [product] = await on('onnx', () => tf.matMul(tf.zeros([0, 4, 2]), tensor([1, 2, 3])));
  expect(product).toMatchObject({ shape: [0, 4, 3], values: [] });
});
