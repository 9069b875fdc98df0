import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, on, onnx, tensor, withGradients } from '../../test/compare.js';
import { pairs } from '../../test/pairs.js';

const moves: [string, (x: tf.Tensor) => tf.Tensor | tf.Tensor[]][] = [
  ['reshape', (x) => tf.reshape(x, [4, -1])],
  ['transpose', (x) => tf.transpose(x, [2, 0, 1])],
  ['transpose of a transpose', (x) => tf.transpose(tf.transpose(x, [1, 0, 2]), [2, 1, 0])],
  ['slice', (x) => tf.slice(x, [1, 0, 2], [2, -1, 2])],
  ['stridedSlice', (x) => tf.stridedSlice(x, [0, 1, 0], [3, 4, 5], [2, 2, 1])],
  ['concat', (x) => tf.concat([x, tf.mul(x, 2)], -1)],
  ['stack', (x) => tf.stack([x, tf.mul(x, 2)], 1)],
  ['unstack', (x) => tf.unstack(x, 1)],
  ['split', (x) => tf.split(x, [1, 3], 1)],
  ['pad', (x) => tf.pad(x, pairs(1, 0, 0, 2, 1, 1), 7)],
  ['mirrorPad', (x) => tf.mirrorPad(x, pairs(1, 0, 0, 2, 1, 1), 'reflect')],
  ['tile', (x) => tf.tile(x, [2, 1, 3])],
  ['broadcastTo', (x) => tf.broadcastTo(tf.slice(x, [0, 0, 0], [3, 1, 5]), [3, 4, 5])],
  ['gather', (x) => tf.gather(x, tf.tensor([2, 0, 2, 1], [2, 2], 'int32'), 1)],
  ['reverse', (x) => tf.reverse(x, [0, 2])],
  ['expandDims and squeeze', (x) => tf.squeeze(tf.expandDims(x, 1))],
];

test.each(moves)('%s, forward', async (_name, f) => {
  await expectSame(() => f(tensor([3, 4, 5])));
});

// tfjs has no gradient for stridedSlice.
const smooth = moves.filter(([name]) => !['mirrorPad', 'unstack', 'split', 'stridedSlice'].includes(name));

test.each(smooth)('%s, gradient', async (_name, f) => {
  await expectSame(() => withGradients((x) => f(x) as tf.Tensor, [tensor([3, 4, 5])]), { tolerance: 1e-4 });
});

test('oneHot leaves indices out of range cold', async () => {
  await expectSame(() => tf.oneHot(tf.tensor([0, 2, 5, -1], [4], 'int32'), 3));
  await expectSame(() => tf.oneHot(tf.tensor([[0], [1]], [2, 1], 'int32'), 3, 2, -1, 'int32'));
});

test('integers and flags move too', async () => {
  const x = () => tf.tensor([1, 2, 3, 4], [2, 2], 'int32');
  await expectSame(() => [
    tf.transpose(x()),
    tf.tile(x(), [1, 2]),
    tf.concat([x(), x()]),
    tf.reverse(x(), 0),
    tf.pad(x(), pairs(1, 1, 0, 0)),
  ]);
  const flags = () => tf.greater(x(), 2);
  await expectSame(() => [tf.transpose(flags()), tf.slice(flags(), [0, 1], [2, 1]), tf.concat([flags(), flags()], 1)]);
});

test('constants', async () => {
  await expectSame(() => [
    tf.fill([2, 3], 4),
    tf.fill([2], 1, 'int32'),
    tf.zerosLike(tensor([3])),
    tf.onesLike(tensor([2, 2])),
  ]);
  await expectSame(() => [
    tf.mul(tensor([3, 2]), tf.onesLike(tensor([2]))),
    tf.add(tf.zerosLike(tensor([3])), tensor([2, 3])),
  ]);
});

test('a fill value is data: another one is the same graph', async () => {
  const compute = (value: number) => () => tf.mul(tensor([3]), tf.fill([3], value));
  await on('onnx', compute(3));
  const { compiled } = onnx().statistics;
  await on('onnx', compute(5));
  expect(onnx().statistics.compiled).toBe(compiled);
});

test('zeros and ones are dropped only where they change nothing', async () => {
  const x = () => tensor([3, 2]);
  await expectSame(() => [
    tf.mul(x(), tf.zerosLike(x())),
    tf.add(x(), tf.onesLike(x())),
    tf.sub(tf.zerosLike(x()), x()),
    tf.add(tf.zerosLike(x()), tensor([2])),
  ]);
});
