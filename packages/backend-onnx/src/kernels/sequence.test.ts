import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, on, onnx, tensor } from '../../test/compare.js';

test('range and linspace', async () => {
  await expectSame(() => [
    tf.range(0, 5),
    tf.range(5, 0),
    tf.range(5, 0, -2),
    tf.range(0, 1, 0.1),
    tf.range(2, 9, 3, 'int32'),
    tf.range(3, 3),
    tf.range(1, 4, -1),
    tf.linspace(0, 1, 4),
    tf.linspace(3, -2, 6),
    tf.linspace(1, 2, 1),
  ]);
});

test('other bounds of the same length need no new graph', async () => {
  const compute = (start: number) => () => tf.mul(tensor([4]), tf.range(start, start + 4));
  await on('onnx', compute(0));
  const { compiled } = onnx().statistics;
  await on('onnx', compute(3));
  expect(onnx().statistics.compiled).toBe(compiled);
});
