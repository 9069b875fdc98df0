import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, number, whole } from '../test/compare-graph-models.js';
import { bool, calls, type GraphFunction, int, node, placeholder, type } from '../test/graph-model.js';

const T = type('DT_FLOAT');

test.each([[[1, 2]], [[-1, -2]]])('Switch and Merge take one branch: %o', async (values) => {
  await expectSame(
    {
      nodes: [
        placeholder('x', [2]),
        node('sum', 'Sum', ['x', 'axis'], { T, keep_dims: bool(false) }),
        node('positive', 'Greater', ['sum', 'zero'], { T }),
        node('switch', 'Switch', ['x', 'positive'], { T }),
        node('root', 'Sqrt', ['switch:1'], { T }),
        node('square', 'Square', ['switch'], { T }),
        node('y', 'Merge', ['square', 'root'], { T, N: int(2) }),
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
        node('limit', 'Const', [], { dtype: type('DT_INT32'), value: { tensor: { dtype: 'DT_INT32' } } }),
        node('less', 'Less', ['count', 'limit'], { T: type('DT_INT32') }),
      ],
      returns: { small: 'less:z:0' },
    },
    {
      name: 'step',
      inputs: { count: 'DT_INT32', value: 'DT_FLOAT' },
      outputs: { nextCount: 'DT_INT32', nextValue: 'DT_FLOAT' },
      nodes: [
        node('one', 'Const', [], { dtype: type('DT_INT32'), value: { tensor: { dtype: 'DT_INT32' } } }),
        node('add', 'AddV2', ['count', 'one'], { T: type('DT_INT32') }),
        node('tanh', 'Tanh', ['value'], { T }),
        node('double', 'AddV2', ['tanh:y:0', 'value'], { T }),
      ],
      returns: { nextCount: 'add:z:0', nextValue: 'double:z:0' },
    },
    {
      name: 'negate',
      inputs: { value: 'DT_FLOAT' },
      outputs: { result: 'DT_FLOAT' },
      nodes: [node('neg', 'Neg', ['value'], { T })],
      returns: { result: 'neg:y:0' },
    },
    {
      name: 'keep',
      inputs: { value: 'DT_FLOAT' },
      outputs: { result: 'DT_FLOAT' },
      nodes: [node('same', 'Identity', ['value'], { T })],
      returns: { result: 'same:output:0' },
    },
  ];
  const [, count] = await expectSame(
    {
      nodes: [
        placeholder('x', [2]),
        node('loop', 'While', ['zero', 'x'], { cond: calls('isSmall'), body: calls('step') }),
        node('sum', 'Sum', ['loop:1', 'axis'], { T, keep_dims: bool(false) }),
        node('positive', 'Greater', ['sum', 'nothing'], { T }),
        node('y', 'If', ['positive', 'loop:1'], { then_branch: calls('negate'), else_branch: calls('keep') }),
        node('count', 'Identity', ['loop'], { T: type('DT_INT32') }),
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
        node('kept', 'NonMaxSuppressionV3', ['boxes', 'scores', 'most', 'overlap', 'least']),
        node('y', 'GatherV2', ['boxes', 'kept', 'zero'], { Tparams: T }),
        node('high', 'Greater', ['scores', 'overlap'], { T }),
        node('where', 'Where', ['high'], { T: type('DT_BOOL') }),
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
