import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { expectSame, tensor, withGradients } from '../../test/compare.js';

test('running products, exclusive and reverse, over any axis', async () => {
  for (const exclusive of [false, true]) {
    for (const reverse of [false, true]) {
      await expectSame(() => [0, 1, 2].map((axis) => tf.cumprod(tensor([3, 5, 1]), axis, exclusive, reverse)));
    }
  }
  await expectSame(() => tf.cumprod(tf.tensor1d([2, 3, -4, 5], 'int32')));
  await expectSame(() => tf.cumprod(tf.tensor1d([2, 0, Number.NaN, 5])));
});

test('running sums, exclusive and reverse', async () => {
  for (const exclusive of [false, true]) {
    for (const reverse of [false, true]) {
      await expectSame(() => [0, 1].map((axis) => tf.cumsum(tensor([3, 4]), axis, exclusive, reverse)));
    }
  }
  await expectSame(() => withGradients((x) => tf.cumsum(x, 1), [tensor([3, 4])]), { tolerance: 1e-4 });
  await expectSame(() => tf.cumsum(tf.tensor1d([true, false, true], 'bool')));
});
