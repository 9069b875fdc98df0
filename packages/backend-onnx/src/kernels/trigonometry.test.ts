import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { expectSame, tensor, withGradients } from '../../test/compare.js';

test('atan2 in every quadrant, at zeros of both signs, infinities and NaN', async () => {
  const values = [0, -0, 1, -1, 3, -0.2, 1e-30, 1e30, Infinity, -Infinity, Number.NaN];
  await expectSame(() => tf.atan2(tf.tensor(values, [11, 1]), tf.tensor(values)));
});

test('gradients of atan2', async () => {
  await expectSame(() => withGradients((y, x) => tf.atan2(y, x), [tensor([3, 4], 1), tensor([4], 2)]));
});
