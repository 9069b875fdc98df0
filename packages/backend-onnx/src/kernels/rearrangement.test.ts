import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, tensor, withGradients } from '../../test/compare.js';
import { pairs } from '../../test/pairs.js';

test('depthToSpace', async () => {
  await expectSame(() => [
    tf.depthToSpace(tensor<tf.Tensor4D>([2, 2, 3, 8]), 2),
    tf.depthToSpace(tensor<tf.Tensor4D>([1, 1, 2, 9]), 3),
  ]);
});

test('spaceToBatchND and batchToSpaceND, with gradients', async () => {
  const apart = (x?: tf.Tensor) => tf.spaceToBatchND(x!, [2, 3], pairs(1, 1, 0, 2));
  const together = (x?: tf.Tensor) => tf.batchToSpaceND(x!, [2, 2], pairs(1, 0, 0, 1));
  await expectSame(() => withGradients(apart, [tensor([2, 4, 4, 3])]));
  await expectSame(() => withGradients(together, [tensor([8, 3, 2, 3])]));
});

test.each(['reflect', 'symmetric'] as const)('mirrorPad, %s, of any type', async (mode) => {
  const paddings = pairs(1, 0, 0, 0, 2, 3);
  const x = () => tensor([2, 3, 4]);
  await expectSame(() => [
    tf.mirrorPad(x(), paddings, mode),
    tf.mirrorPad(tf.cast(tf.mul(x(), 9), 'int32'), paddings, mode),
    tf.mirrorPad(tf.greater(x(), 0), paddings, mode),
  ]);
});

test('images flipped', async () => {
  await expectSame(() => tf.image.flipLeftRight(tensor<tf.Tensor4D>([2, 3, 4, 3])));
});

test('diagonal matrices and tensors', async () => {
  await expectSame(() => [
    tf.diag(tf.tensor1d([1, Number.NaN, -3])),
    tf.diag(tensor([2, 3])),
    tf.diag(tf.tensor1d([4, 5], 'int32')),
  ]);
  await tf.setBackend('onnx');
  expect([...tf.diag(tf.tensor1d([1, 2])).dataSync()]).toEqual([1, 0, 0, 2]);
});
