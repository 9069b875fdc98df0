import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, tensor, withGradients } from '../../test/compare.js';

const cases: [number[], number[], boolean, boolean][] = [
  [[5, 3], [3, 4], false, false],
  [[3, 5], [3, 4], true, false],
  [[5, 3], [4, 3], false, true],
  [[3, 5], [4, 3], true, true],
  [[2, 5, 3], [2, 3, 4], false, false],
  [[2, 3, 5], [2, 4, 3], true, true],
  [[2, 5, 3], [1, 3, 4], false, false],
  [[1, 5, 3], [2, 3, 4], false, false],
  [[1, 5, 3], [1, 4, 3], false, true],
  [[2, 3, 5, 4], [2, 3, 4, 6], false, false],
];

test.each(cases)(
  'product of [%s] and [%s], transposed %s, %s, with gradients',
  async (a, b, transposeA, transposeB) => {
    const f = (x?: tf.Tensor, y?: tf.Tensor) => tf.matMul(x!, y!, transposeA, transposeB);
    // tfjs has no gradient for broadcast batches.
    const sameBatch = a.slice(0, -2).join() === b.slice(0, -2).join();
    const inputs = () => [tensor(a, 1), tensor(b, 2)];
    await expectSame(() => (sameBatch ? withGradients(f, inputs()) : f(...inputs())), { tolerance: 1e-4 });
  },
);

test.each(['linear', 'relu', 'sigmoid', 'relu6'] as const)('fused product with bias and %s', async (activation) => {
  await expectSame(() =>
    tf.fused.matMul({ a: tensor([5, 3], 1), b: tensor([3, 4], 2), bias: tensor([4], 3), activation }),
  );
});

test('a dense layer with its gradients', async () => {
  const layer = (x?: tf.Tensor, w?: tf.Tensor, b?: tf.Tensor) => tf.relu(tf.add(tf.matMul(x!, w!), b!));
  const inputs = () => [tensor([6, 5], 1), tensor([5, 4], 2), tensor([4], 3)];
  await expectSame(() => withGradients(layer, inputs()), { tolerance: 1e-4 });
});

test('a bias of another shape is not merged wrongly', async () => {
  await expectSame(() => tf.add(tf.matMul(tensor([4, 4], 1), tensor([4, 4], 2)), tensor([4, 1], 3)));
  await expectSame(() => tf.add(tf.matMul(tensor([1, 4], 1), tensor([4, 4], 2)), tensor([3, 4], 3)));
});

test('shapes that do not fit are refused', async () => {
  await tf.setBackend('onnx');
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    expect(() => tf.matMul(tensor([2, 3]), tensor([2, 3]))).toThrow(/inner shapes/);
  });
  expect(tf.memory().numTensors).toBe(before);
});
