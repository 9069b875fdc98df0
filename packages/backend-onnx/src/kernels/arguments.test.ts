import * as tf from '@tensorflow/tfjs';
import { beforeEach, expect, test } from 'vitest';
import { tensor } from '../../test/compare.js';

beforeEach(() => tf.setBackend('onnx'));

const zeros = (shape: number[], dtype?: 'int32'): tf.Tensor => tf.zeros(shape, dtype);

// tfjs-core leaves these checks to the kernels.
const refused: [string, () => unknown, RegExp][] = [
  ['shapes that do not broadcast', () => tf.add(zeros([2, 3]), zeros([4, 3])), /broadcast.*\[2,3\].*\[4,3\]/],
  ['batches that do not broadcast', () => tf.matMul(zeros([2, 1, 3]), zeros([4, 3, 1])), /broadcast/],
  ['parts that do not fit', () => tf.concat([zeros([2, 2]), zeros([3, 3])], 1), /concat.*does not match/i],
  ['a stack of unlike shapes', () => tf.stack([zeros([2]), zeros([3])]), /same shape/],
  ['a stack of unlike types', () => tf.stack([zeros([2]), zeros([2], 'int32')]), /same shape and type/],
  ['an axis beyond the rank', () => tf.reverse(zeros([2, 3]), 2), /axis/],
  ['an axis that is no integer', () => tf.sum(zeros([2, 3]), 0.5), /axis/],
  ['a new axis beyond the rank', () => tf.expandDims(zeros([2]), -3), /[Aa]xis/],
  ['a product of vectors', () => tf.matMul(zeros([3]), zeros([3, 2])), /rank 2/],
  ['softmax of a scalar', () => tf.softmax(zeros([])), /axis/],
  ['coordinates beyond the shape', () => tf.gatherND(zeros([2, 3]), [[2]]), /Invalid indices/],
  ['a negative coordinate', () => tf.scatterND([[-1]], [1], [3]), /Invalid indices/],
  ['a negative index', () => tf.gather(zeros([3]), tf.tensor1d([0, -1], 'int32')), /index value -1/],
  ['an index beyond the end', () => tf.gather(zeros([3]), tf.tensor2d([[0, 3]], undefined, 'int32')), /index value 3/],
];

test.each(refused)('%s: refused at the call', (_name, run, message) => {
  expect(() => tf.tidy(() => void run())).toThrow(message);
});

test('a computed index out of bounds is refused at the read', () => {
  const x = tensor([3]);
  for (const index of [-1, 3]) {
    const gathered = tf.gather(x, tf.mul(tf.tensor1d([1], 'int32'), tf.scalar(index, 'int32')));
    expect(() => gathered.dataSync()).toThrow(/out of/);
    gathered.dispose();
  }
  x.dispose();
});
