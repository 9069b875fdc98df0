import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, on, tensor } from '../../test/compare.js';

const places = (values: number[], shape: [number, number] = [values.length, 1]) => tf.tensor2d(values, shape, 'int32');

test('gatherND of elements, slices and all', async () => {
  await expectSame(() => [
    tf.gatherND(tensor([3, 4]), places([0, 1, 2, 3, 0, 1], [3, 2])),
    tf.gatherND(tensor([3, 4, 2]), places([2, 0, 2])),
    tf.gatherND(tensor([3, 4]), tf.tensor([2, 3], [2], 'int32')),
    tf.gatherND(tf.tensor1d([5, 6, 7], 'int32'), tf.tensor([2, 0, 1, 1], [2, 2, 1], 'int32')),
    tf.gatherND(tf.greater(tensor([3, 4]), 0), places([1, 2])),
  ]);
});

test('scatterND adds what meets, in order', async () => {
  await expectSame(() => [
    tf.scatterND(places([4, 3, 1, 4]), tensor([4]), [6]),
    tf.scatterND(places([0, 2, 0]), tensor([3, 2, 2]), [3, 2, 2]),
    tf.scatterND(places([0, 1, 1, 0], [2, 2]), tf.tensor1d([3, 4], 'int32'), [2, 3]),
  ]);
});

test('tensorScatterUpdate: the last one counts', async () => {
  await expectSame(() => [
    tf.tensorScatterUpdate(tensor([5], 1), places([1, 3, 1]), tensor([3], 2)),
    tf.tensorScatterUpdate(tensor([3, 4], 1), places([2, 0]), tensor([2, 4], 2)),
  ]);
});

test('sparseToDense', async () => {
  await expectSame(() => [
    tf.sparseToDense(places([0, 2, 3]), tensor([3]), [5], 7),
    tf.sparseToDense(places([0, 1, 1, 0], [2, 2]), tf.scalar(4), [2, 2], -1),
    tf.sparseToDense(tf.tensor1d([1, 4], 'int32'), tf.tensor1d([2, 3], 'int32'), [6], tf.scalar(0, 'int32')),
  ]);
});

test('positions beyond either end are refused', async () => {
  for (const index of [-1, 5, 7]) {
    await expect(on('onnx', () => tf.gatherND(tensor([5]), places([index])))).rejects.toThrow();
    await expect(on('onnx', () => tf.scatterND(places([index]), tensor([1]), [5]))).rejects.toThrow();
  }
});
