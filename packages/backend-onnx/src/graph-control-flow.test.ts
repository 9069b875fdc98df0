import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, number, whole } from '../test/compare-graph-models.js';
import { bool, calls, type GraphFunction, int, placeholder, type } from '../test/graph-model.js';

const T = type('DT_FLOAT');

test.each([[[1, 2]], [[-1, -2]]])('Switch and Merge take one branch: %o', async (values) => {
  await expectSame(
    {
      nodes: [
        placeholder('x', [2]),
        { name: 'sum', op: 'Sum', input: ['x', 'axis'], attr: { T, keep_dims: bool(false) } },
        { name: 'positive', op: 'Greater', input: ['sum', 'zero'], attr: { T } },
        { name: 'switch', op: 'Switch', input: ['x', 'positive'], attr: { T } },
        { name: 'root', op: 'Sqrt', input: ['switch:1'], attr: { T } },
        { name: 'square', op: 'Square', input: ['switch'], attr: { T } },
        { name: 'y', op: 'Merge', input: ['square', 'root'], attr: { T, N: int(2) } },
      ],
      weights: { axis: whole(0), zero: { shape: [], values: Float32Array.of(0) } },
      inputs: () => ({ x: tf.tensor(values) }),
      outputs: ['y'],
    },
    false,
  );
});

test('a While loop and an If, as functions', async () => {
  const functions: GraphFunction[] = [
    {
      name: 'isSmall',
      inputs: { count: 'DT_INT32', value: 'DT_FLOAT' },
      outputs: { small: 'DT_BOOL' },
      nodes: [
        { name: 'limit', op: 'Const', attr: { dtype: type('DT_INT32'), value: { tensor: { dtype: 'DT_INT32' } } } },
        { name: 'less', op: 'Less', input: ['count', 'limit'], attr: { T: type('DT_INT32') } },
      ],
      returns: { small: 'less:z:0' },
    },
    {
      name: 'step',
      inputs: { count: 'DT_INT32', value: 'DT_FLOAT' },
      outputs: { nextCount: 'DT_INT32', nextValue: 'DT_FLOAT' },
      nodes: [
        { name: 'one', op: 'Const', attr: { dtype: type('DT_INT32'), value: { tensor: { dtype: 'DT_INT32' } } } },
        { name: 'add', op: 'AddV2', input: ['count', 'one'], attr: { T: type('DT_INT32') } },
        { name: 'tanh', op: 'Tanh', input: ['value'], attr: { T } },
        { name: 'double', op: 'AddV2', input: ['tanh:y:0', 'value'], attr: { T } },
      ],
      returns: { nextCount: 'add:z:0', nextValue: 'double:z:0' },
    },
    {
      name: 'negate',
      inputs: { value: 'DT_FLOAT' },
      outputs: { result: 'DT_FLOAT' },
      nodes: [{ name: 'neg', op: 'Neg', input: ['value'], attr: { T } }],
      returns: { result: 'neg:y:0' },
    },
    {
      name: 'keep',
      inputs: { value: 'DT_FLOAT' },
      outputs: { result: 'DT_FLOAT' },
      nodes: [{ name: 'same', op: 'Identity', input: ['value'], attr: { T } }],
      returns: { result: 'same:output:0' },
    },
  ];
  const [, count] = await expectSame(
    {
      nodes: [
        placeholder('x', [2]),
        { name: 'loop', op: 'While', input: ['zero', 'x'], attr: { cond: calls('isSmall'), body: calls('step') } },
        { name: 'sum', op: 'Sum', input: ['loop:1', 'axis'], attr: { T, keep_dims: bool(false) } },
        { name: 'positive', op: 'Greater', input: ['sum', 'nothing'], attr: { T } },
        {
          name: 'y',
          op: 'If',
          input: ['positive', 'loop:1'],
          attr: { then_branch: calls('negate'), else_branch: calls('keep') },
        },
        { name: 'count', op: 'Identity', input: ['loop'], attr: { T: type('DT_INT32') } },
      ],
      weights: {
        zero: number(0),
        axis: whole(0),
        nothing: { shape: [], values: Float32Array.of(0) },
        limit: number(5),
        one: number(1),
      },
      functions,
      inputs: () => ({ x: tf.tensor([0.5, -0.2]) }),
      outputs: ['y', 'count'],
    },
    false,
  );
  expect(count).toEqual([5]);
});

test('shapes that depend on values', async () => {
  await expectSame(
    {
      nodes: [
        placeholder('boxes', [4, 4]),
        placeholder('scores', [4]),
        { name: 'kept', op: 'NonMaxSuppressionV3', input: ['boxes', 'scores', 'most', 'overlap', 'least'] },
        { name: 'y', op: 'GatherV2', input: ['boxes', 'kept', 'zero'], attr: { Tparams: T } },
        { name: 'high', op: 'Greater', input: ['scores', 'overlap'], attr: { T } },
        { name: 'where', op: 'Where', input: ['high'], attr: { T: type('DT_BOOL') } },
      ],
      weights: {
        most: number(3),
        overlap: { shape: [], values: Float32Array.of(0.5) },
        least: { shape: [], values: Float32Array.of(0.1) },
        zero: number(0),
      },
      inputs: () => ({
        boxes: tf.tensor([0, 0, 1, 1, 0, 0.05, 1, 1.05, 2, 2, 3, 3, 5, 5, 6, 6], [4, 4]),
        scores: tf.tensor([0.9, 0.8, 0.7, 0.05]),
      }),
      outputs: ['y', 'where'],
    },
    false,
  );
});
