import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, on, tensor } from '../../test/compare.js';

const least = -(2 ** 31);
const most = 2 ** 31 - 1;
const dividends = [7, -7, 6, -6, 0, 1, -1, least, most, least, least, 5, 0, most];
const divisors = [3, 3, -3, -3, 5, -2, most, -1, -1, least, 3, 0, 0, 2];
const whole = (values: number[]) => tf.tensor1d(values, 'int32');

test('floorDiv and mod of integers, zero divisors and the ends of the range too', async () => {
  await expectSame(() => [
    tf.floorDiv(whole(dividends), whole(divisors)),
    tf.mod(whole(dividends), whole(divisors)),
    tf.div(whole(dividends), whole(divisors)),
  ]);
  await expectSame(() => tf.floorDiv(tf.reshape(whole([9, -9]), [2, 1]), whole([2, -2, 4])));
});

test('floorDiv and mod of floats', async () => {
  const a = () => tf.tensor1d([5.5, -5.5, 5.5, -5.5, 3, -3, 0, 1e10, -1e10, NaN, Infinity, 1, -1, 2, 0.6, 0]);
  const b = () => tf.tensor1d([2, 2, -2, -2, 1.5, 1.5, 2, 0.5, 3, 1, 2, Infinity, Infinity, 0, 0.2, -Infinity]);
  await expectSame(() => [tf.mod(a(), b()), tf.floorDiv(a(), b())]);
});

test('integer powers wrap as in JavaScript', async () => {
  const base = [2, -2, 3, 10, -1, 0, 7, 2, 2, 0, 5, -3];
  const exponent = [10, 3, 0, 10, -1, 0, 11, -1, 31, -1, 1, 2];
  await expectSame(() => tf.pow(whole(base), whole(exponent)));
});

test('bits', async () => {
  await expectSame(() => tf.bitwiseAnd(whole([12, -1, 255, least]), whole([10, 77, -256, most])));
});

test('floats become integers modulo 2³²', async () => {
  const values = [3e9, -3e9, 2 ** 31, 2 ** 32 + 512, 2 ** 40 + 2 ** 20, 1e25, -1e25, NaN, Infinity, 2.9, -2.9];
  await expectSame(() => tf.cast(tf.tensor1d(values), 'int32'));
});

test('remainders have the sign of the divisor and are smaller', async () => {
  const [found] = await on('onnx', () => tf.mod(tf.mul(tensor([200], 1), 10), tf.mul(tensor([200], 2), 3)));
  const [divisor] = await on('onnx', () => tf.mul(tensor([200], 2), 3));
  for (const [i, value] of found!.values.entries()) {
    expect(Math.abs(value)).toBeLessThanOrEqual(Math.abs(divisor!.values[i]!));
    if (value !== 0) expect(Math.sign(value)).toBe(Math.sign(divisor!.values[i]!));
  }
});
