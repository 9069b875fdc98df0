import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, on, tensor } from '../../test/compare.js';

const cases: [string, number[][]][] = [
  [
    'ij,jk->ik',
    [
      [2, 3],
      [3, 4],
    ],
  ],
  [
    'ij, jk -> ki',
    [
      [2, 3],
      [3, 4],
    ],
  ],
  [
    'bij,bjk->bik',
    [
      [2, 3, 4],
      [2, 4, 2],
    ],
  ],
  ['ij->ji', [[2, 3]]],
  ['ij->', [[2, 3]]],
  ['ij->j', [[2, 3]]],
  ['i,i->', [[4], [4]]],
  ['i,j->ij', [[3], [2]]],
  [
    'ij,ij->ij',
    [
      [2, 3],
      [2, 3],
    ],
  ],
  [
    'abc,cd->dab',
    [
      [2, 3, 4],
      [4, 5],
    ],
  ],
  [
    'bhqd,bhkd->bhqk',
    [
      [2, 2, 3, 4],
      [2, 2, 5, 4],
    ],
  ],
];

test.each(cases)('%s', async (equation, shapes) => {
  await expectSame(() => tf.einsum(equation, ...shapes.map((shape, i) => tensor(shape, i + 1))));
});

test('lengths that do not fit are refused', async () => {
  await expect(on('onnx', () => tf.einsum('ij,jk->ik', tensor([2, 3]), tensor([4, 2])))).rejects.toThrow(/dimension/i);
});
