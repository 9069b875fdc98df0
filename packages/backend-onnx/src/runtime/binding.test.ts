import { expect, test } from 'vitest';
import { Graph } from '../graph/graph.js';
import { planProgram } from '../graph/program.js';
import { encodeModel } from '../onnx/model.js';
import { Session, wrap } from './binding.js';

test('onnxruntime-node still compiles and runs synchronously, writing into the arrays it is given', () => {
  const graph = new Graph();
  const x = graph.feed({ array: new Float32Array(2), references: 1, poolable: false }, [2], 'float32');
  const program = planProgram([graph.op('Add', [x, graph.scalar(1)], [2], 'float32')]);
  const session = new Session(encodeModel(program), { threads: 1, graphOptimizationLevel: 'all' });
  const result = new Float32Array(2);
  for (const values of [Float32Array.of(1, 2), Float32Array.of(-3, 4)]) {
    session.run({ in0: wrap(values, 'float32', [2]) }, { out0: wrap(result, 'float32', [2]) });
    expect([...result]).toEqual([...values.map((value) => value + 1)]);
  }
  session.dispose();
  expect(() => session.run({}, {})).toThrow(/disposed/);
});

test('a model that is none is refused', () => {
  const options = { threads: 1, graphOptimizationLevel: 'all' } as const;
  expect(() => new Session(Uint8Array.of(1, 2, 3), options)).toThrow();
});
