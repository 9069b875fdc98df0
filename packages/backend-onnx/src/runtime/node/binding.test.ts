import { expect, test } from 'vitest';
import { Graph } from '../../graph/graph.js';
import type { Node } from '../../graph/node.js';
import { planProgram } from '../../graph/program.js';
import { encodeModel } from '../../onnx/model.js';
import { NodeSession, wrap } from './binding.js';

function sessionOf(result: Node): NodeSession {
  const model = encodeModel(planProgram([result]));
  return new NodeSession(model, { executionProvider: 'cpu', threads: 1, graphOptimizationLevel: 'all' });
}

test('onnxruntime-node still compiles and runs synchronously, writing into the arrays it is given', () => {
  const graph = new Graph();
  const x = graph.feed({ array: new Float32Array(2), references: 1, poolable: false }, [2], 'float32');
  const session = sessionOf(graph.op('Add', [x, graph.scalar(1)], [2], 'float32'));
  const result = new Float32Array(2);
  for (const values of [Float32Array.of(1, 2), Float32Array.of(-3, 4)]) {
    session.run({ in0: wrap(values, 'float32', [2]) }, { out0: wrap(result, 'float32', [2]) });
    expect([...result]).toEqual([...values.map((value) => value + 1)]);
  }
  session.dispose();
  expect(() => session.run({}, {})).toThrow(/disposed/);
});

test('results that were given memory are not copied', () => {
  const size = 2 ** 22;
  const graph = new Graph();
  const x = graph.feed({ array: new Float32Array(size), references: 1, poolable: false }, [size], 'float32');
  const session = sessionOf(graph.op('Add', [x, graph.scalar(1)], [size], 'float32'));
  const feeds = { in0: wrap(new Float32Array(size), 'float32', [size]) };
  const outputs = { out0: wrap(new Float32Array(size), 'float32', [size]) };
  const before = process.memoryUsage().arrayBuffers;
  session.run(feeds, outputs);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(size);
  session.dispose();
});

test('a run that fails says in which operator, and why', () => {
  const graph = new Graph();
  const x = graph.feed({ array: new Float32Array(2), references: 1, poolable: false }, [2], 'float32');
  const index = graph.feed({ array: Int32Array.of(5), references: 1, poolable: false }, [1], 'int32');
  const session = sessionOf(graph.op('Gather', [x, index], [1], 'float32', { axis: 0 }));
  const feeds = { in0: wrap(new Float32Array(2), 'float32', [2]), in1: wrap(Int32Array.of(5), 'int32', [1]) };
  const outputs = { out0: wrap(new Float32Array(1), 'float32', [1]) };
  expect(() => session.run(feeds, outputs)).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/^ONNX operator Gather: indices element out of data bounds, idx=5 .*\[-2,1\]\. /),
      cause: expect.objectContaining({ message: expect.stringContaining('Non-zero status code') }),
    }),
  );
  session.dispose();
});

test('a model that is none is refused', () => {
  const options = { executionProvider: 'cpu', threads: 1, graphOptimizationLevel: 'all' } as const;
  expect(() => new NodeSession(Uint8Array.of(1, 2, 3), options)).toThrow();
});
