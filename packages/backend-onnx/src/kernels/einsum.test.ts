import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, on, tensor } from '../../test/compare.js';

const lengths: Readonly<Record<string, number>> = { a: 2, b: 3, c: 4, d: 5, h: 2, i: 2, j: 3, k: 4, q: 6 };

test.each([
  'ij,jk->ik',
  'ij, jk -> ki',
  'bij,bjk->bik',
  'ij->ji',
  'ij->',
  'ij->j',
  'i,i->',
  'i,j->ij',
  'ij,ij->ij',
  'abc,cd->dab',
  'bhqd,bhkd->bhqk',
])('%s', async (equation) => {
  const operands = equation.split('->')[0]!.split(',');
  const shapes = operands.map((axes) => [...axes.trim()].map((axis) => lengths[axis]!));
  await expectSame(() => tf.einsum(equation, ...shapes.map((shape, i) => tensor(shape, i + 1))));
});

test('lengths that do not fit are refused', async () => {
  await expect(on('onnx', () => tf.einsum('ij,jk->ik', tensor([2, 3]), tensor([4, 2])))).rejects.toThrow(/dimension/i);
});
