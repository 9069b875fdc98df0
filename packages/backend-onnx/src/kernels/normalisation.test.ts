import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { expectSame, tensor, withGradients } from '../../test/compare.js';

test.each([1, 2, 5])('local response normalisation over %s channels each way, with its gradient', async (radius) => {
  const f = (x?: tf.Tensor) => tf.localResponseNormalization(x as tf.Tensor4D, radius, 1.5, 0.7, 0.6);
  await expectSame(() => withGradients(f, [tensor([2, 3, 2, 7])]));
});

test('batch normalisation with gradients', async () => {
  const f = (x?: tf.Tensor, mean?: tf.Tensor, variance?: tf.Tensor, offset?: tf.Tensor, scale?: tf.Tensor) =>
    tf.batchNorm(x!, mean as tf.Tensor1D, tf.square(variance as tf.Tensor1D), offset, scale);
  const inputs = () => [tensor([4, 3, 2, 5], 1), ...[2, 3, 4, 5].map((seed) => tf.add(tensor([5], seed), 2))];
  await expectSame(() => withGradients(f, inputs()), { tolerance: 1e-4 });
});

test('sums over segments, few and many; what belongs to none is left out', async () => {
  const ids = () => tf.tensor1d([2, 0, 2, 5, -1, 1], 'int32');
  await expectSame(() => tf.unsortedSegmentSum(tensor([6, 2, 3]), ids(), 4));
  await expectSame(() => tf.unsortedSegmentSum(tensor([6]), ids(), 3));
  await expectSame(() => {
    const many = tf.cast(tf.mul(tf.abs(tensor([1200])), 1100), 'int32');
    return tf.unsortedSegmentSum(tensor([1200, 2]), many as tf.Tensor1D, 1000);
  });
});
