import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { Graph } from '../graph/graph.js';
import { type Node, sizeOf } from '../graph/node.js';
import { type Program, planProgram } from '../graph/program.js';
import { encodeModel, feedName, outputName } from '../onnx/model.js';
import { optimise } from './optimise.js';

/** An input with values of both signs. */
function input(g: Graph, shape: readonly number[]): Node {
  const array = Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(7 * i + shape.length) * 3);
  return g.feed({ array, references: 1, poolable: false }, shape, 'float32');
}

async function results(program: Program, data: Program['feeds']): Promise<ArrayLike<number>[]> {
  const session = await InferenceSession.create(encodeModel(program));
  const feeds = program.feeds.map(({ shape }, i) => {
    const { array } = data[i]!.feed!;
    return [feedName(i), new Tensor('float32', array as Float32Array, shape)] as const;
  });
  const names = program.outputs.map((_, i) => outputName(i));
  const values = await session.run(Object.fromEntries(feeds), names);
  await session.release();
  return names.map((name) => values[name]!.data as Float32Array);
}

/** Operators of the optimised program, having checked that it gives the same bits as the program. */
async function operatorsOf(outputs: readonly Node[]): Promise<string[]> {
  const program = planProgram(outputs);
  const optimised = optimise(program);
  expect(await results(optimised, program.feeds)).toEqual(await results(program, program.feeds));
  return optimised.nodes.map(({ op }) => op).filter((op) => op !== 'Feed' && op !== 'Constant');
}

test('a number over images of one channel is not broadcast over the last axis of length 1', async () => {
  const g = new Graph();
  const x = input(g, [2, 5, 3, 1]);
  const scaled = g.op('Div', [x, input(g, [])], x.shape, 'float32');
  const optimised = optimise(planProgram([g.sum(scaled, [1, 2, 3])]));
  expect(optimised.nodes.find(({ op }) => op === 'Div')!.shape).toEqual([2, 5, 3]);
  expect(await operatorsOf([g.sum(scaled, [1, 2, 3])])).toEqual(['Div', 'ReduceSum']);
});

test('operands that are repeated along some axes are not broadcast over it either', async () => {
  const g = new Graph();
  const x = input(g, [2, 5, 3, 1]);
  const scaled = g.op('Mul', [x, input(g, [2, 1, 1, 1])], x.shape, 'float32');
  expect(await operatorsOf([g.op('Exp', [scaled], x.shape, 'float32')])).toEqual(['Mul', 'Exp']);
});

test('what is computed of a repeated number is computed once, and joins what has the whole shape', async () => {
  const g = new Graph();
  const shape = [4, 8, 3];
  const repeated = g.op('Expand', [g.reshape(input(g, [4]), [4, 1, 1]), g.ints(shape)], shape, 'float32');
  const half = g.op('Div', [g.op('Neg', [repeated], shape, 'float32'), input(g, [])], shape, 'float32');
  const product = g.op('Mul', [half, input(g, shape)], shape, 'float32');
  expect(await operatorsOf([g.op('Neg', [product], shape, 'float32')])).toEqual([
    'Neg',
    'Div',
    'Neg',
    'Reshape',
    'Mul',
  ]);
});

test('repeated twice is repeated once', async () => {
  const g = new Graph();
  const rows = g.op('Expand', [g.reshape(input(g, [4]), [4, 1]), g.ints([4, 5])], [4, 5], 'float32');
  const all = g.op('Expand', [g.reshape(rows, [4, 5, 1]), g.ints([4, 5, 2])], [4, 5, 2], 'float32');
  expect(await operatorsOf([g.sum(all, [0])])).toEqual(['Expand', 'ReduceSum']);
});

test('a rectifier stays behind its matrix product', async () => {
  const g = new Graph();
  const product = g.op('Gemm', [input(g, [6, 4]), input(g, [4, 2])], [6, 2], 'float32', {});
  const rectified = g.op('Relu', [product], [6, 2], 'float32');
  const slope = g.op('Sign', [g.reshape(rectified, [2, 3, 2])], [2, 3, 2], 'float32');
  expect(await operatorsOf([rectified, g.op('Mul', [slope, input(g, [2, 3, 2])], [2, 3, 2], 'float32')])).toContain(
    'Relu',
  );
  const relu = optimise(planProgram([rectified, slope])).nodes.find(({ op }) => op === 'Relu')!;
  expect(relu.shape).toEqual([6, 2]);
});

test('the same of many small tensors is computed as one', async () => {
  const g = new Graph();
  const rate = input(g, []);
  const update = (shape: readonly number[]): Node[] => {
    const [value, gradient] = [input(g, shape), input(g, shape)];
    const moment = g.op('Mul', [gradient, gradient], shape, 'float32');
    const change = g.op('Mul', [g.op('Sqrt', [moment], shape, 'float32'), rate], shape, 'float32');
    return [moment, g.op('Sub', [value, change], shape, 'float32')];
  };
  const operators = await operatorsOf([...update([3]), ...update([2, 2]), ...update([7])]);
  expect(operators.filter((op) => ['Mul', 'Sqrt', 'Sub'].includes(op))).toEqual(['Mul', 'Sqrt', 'Mul', 'Sub']);
  expect(operators.filter((op) => op === 'Concat')).toHaveLength(2);
});

test('what is computed of the result elsewhere, or of another number, is not joined', async () => {
  const g = new Graph();
  const of = (shape: readonly number[], rate: Node): Node => g.op('Mul', [input(g, shape), rate], shape, 'float32');
  expect(await operatorsOf([of([3], input(g, [])), of([4], input(g, []))])).toEqual(['Mul', 'Mul']);
  const rate = input(g, []);
  expect(await operatorsOf([g.sum(of([3], rate), [0]), g.sum(of([4], rate), [0])])).not.toContain('Concat');
});

test('an input that is only reshaped is declared in that shape', async () => {
  const g = new Graph();
  const weights = g.reshape(input(g, [1, 2, 3, 4]), [6, 4]);
  expect(await operatorsOf([g.op('Gemm', [input(g, [5, 6]), weights], [5, 4], 'float32', {})])).toEqual(['Gemm']);
});

test('results that become equal, and inputs as results, keep values of their own', async () => {
  const g = new Graph();
  const x = input(g, [6]);
  const twice = g.op('Expand', [x, g.ints([6])], [6], 'float32');
  const negative = g.op('Neg', [x], [6], 'float32');
  const other = g.op('Neg', [g.reshape(x, [2, 3])], [2, 3], 'float32');
  expect((await operatorsOf([twice, negative, other])).sort()).toEqual(['Identity', 'Identity', 'Neg']);
});
