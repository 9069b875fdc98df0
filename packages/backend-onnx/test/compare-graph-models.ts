import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { numbers } from './compare.js';
import { type GraphFunction, type GraphNode, load, type Weights } from './graph-model.js';

/** Random weights. */
export function floats(shape: number[], seed: number): Weights[string] {
  return { shape, values: numbers(shape, seed).map((value) => 0.5 * value) };
}

/** A vector of whole numbers. */
export const whole = (...values: number[]): Weights[string] => ({
  shape: [values.length],
  values: Int32Array.from(values),
});
/** A whole number. */
export const number = (value: number): Weights[string] => ({ shape: [], values: Int32Array.of(value) });

/** A graph with what is fed to it and asked of it. */
export interface GraphCase {
  readonly nodes: readonly GraphNode[];
  readonly weights?: Weights;
  readonly functions?: readonly GraphFunction[];
  readonly inputs: () => tf.NamedTensorMap;
  readonly outputs: string[];
}

async function run(backend: string, { nodes, weights, functions, inputs, outputs }: GraphCase, synchronous: boolean) {
  await tf.setBackend(backend);
  const model = await load(nodes, weights, functions);
  const before = tf.memory().numTensors;
  const fed = inputs();
  const results = synchronous ? model.execute(fed, outputs) : await model.executeAsync(fed, outputs);
  const list = Array.isArray(results) ? results : [results];
  const read = list.map((each) => ({ shape: each.shape, dtype: each.dtype, values: [...each.dataSync()] }));
  tf.dispose([list, fed]);
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
  return read;
}

/** tfjs-backend-cpu and this backend give the same shapes and types, and values to 1e-5. */
export async function expectSame(graph: GraphCase, synchronous = true): Promise<number[][]> {
  const expected = await run('cpu', graph, synchronous);
  const found = await run('onnx', graph, synchronous);
  expect(found.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
    expected.map(({ shape, dtype }) => ({ shape, dtype })),
  );
  for (const [i, { values }] of expected.entries()) {
    expect(values.length).toBeGreaterThan(0);
    for (const [j, value] of values.entries()) expect(found[i]!.values[j]).toBeCloseTo(value, 5);
  }
  return found.map(({ values }) => values);
}
