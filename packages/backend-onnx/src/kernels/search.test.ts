import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { expectSame, tensor } from '../../test/compare.js';

test('topk, the first of equals first', async () => {
  const ties = () => tf.round(tf.mul(tensor([3, 2, 7]), 2));
  for (const k of [1, 3, 7]) {
    await expectSame(() => Object.values(tf.topk(tensor([4, 7]), k)));
    await expectSame(() => Object.values(tf.topk(ties(), k)));
    await expectSame(() => Object.values(tf.topk(tf.cast(ties(), 'int32'), k)));
  }
  await expectSame(() => tf.topk(tf.tensor1d([1, Infinity, -Infinity, 0]), 3).indices);
});

test('searchsorted from either side', async () => {
  const sequence = () => tf.tensor2d([1, 2, 2, 5, -3, 0, 0, 9], [2, 4]);
  const values = () => tf.tensor2d([2, 0, 6, 0, 9, -4], [2, 3]);
  await expectSame(() => [
    tf.searchSorted(sequence(), values(), 'left'),
    tf.searchSorted(sequence(), values(), 'right'),
  ]);
  await expectSame(() => tf.lowerBound(tf.tensor1d([1, 3, 5]), tf.tensor1d([3, 4])));
});
