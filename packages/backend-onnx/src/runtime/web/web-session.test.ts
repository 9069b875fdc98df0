import { expect, test } from 'vitest';
import { Graph } from '../../graph/graph.js';
import type { Node } from '../../graph/node.js';
import { planProgram } from '../../graph/program.js';
import { encodeModel } from '../../onnx/model.js';
import { loadWasmModule, WasmLoadError, type WasmModule } from './wasm-module.js';
import { webRuntime } from './web-runtime.js';
import { WebSession } from './web-session.js';

const module = await loadWasmModule(1);
const { compile, wrap, blockSize, isMemoryScarce } = webRuntime(module, 'all');

const modelOf = (result: Node): Uint8Array => encodeModel(planProgram([result]));

test('onnxruntime-web still compiles and runs synchronously', () => {
  const graph = new Graph();
  const x = graph.feed({ array: new Float32Array(2), references: 1, poolable: false }, [2], 'float32');
  const session = compile(modelOf(graph.op('Add', [x, graph.scalar(1)], [2], 'float32')));
  for (const values of [Float32Array.of(1, 2), Float32Array.of(-3, 4)]) {
    const result = new Float32Array(2);
    session.run({ in0: wrap(values, 'float32', [2]) }, { out0: wrap(result, 'float32', [2]) });
    expect([...result]).toEqual([...values.map((value) => value + 1)]);
  }
  session.dispose();
  session.dispose();
  expect(() => session.run({}, {})).toThrow(/disposed/);
});

test('a run that fails says in which operator, and why; a model that is none is refused', () => {
  const graph = new Graph();
  const x = graph.feed({ array: new Float32Array(2), references: 1, poolable: false }, [2], 'float32');
  const index = graph.feed({ array: Int32Array.of(5), references: 1, poolable: false }, [1], 'int32');
  const session = compile(modelOf(graph.op('Gather', [x, index], [1], 'float32', { axis: 0 })));
  const feeds = { in0: wrap(new Float32Array(2), 'float32', [2]), in1: wrap(Int32Array.of(5), 'int32', [1]) };
  expect(() => session.run(feeds, { out0: wrap(new Float32Array(1), 'float32', [1]) })).toThrow(
    /ONNX operator Gather: indices element out of data bounds, idx=5/,
  );
  session.dispose();
  expect(() => compile(Uint8Array.of(1, 2, 3))).toThrow(/^ONNX Runtime: /);
});

test('sessions that are freed leave their memory to the next ones', () => {
  const size = 2 ** 20;
  const graph = new Graph();
  const x = graph.feed({ array: new Float32Array(size), references: 1, poolable: false }, [size], 'float32');
  const model = modelOf(graph.op('Neg', [x], [size], 'float32'));
  const use = (): void => {
    const session = compile(model);
    const [values, result] = [new Float32Array(size).fill(2), new Float32Array(size)];
    session.run({ in0: wrap(values, 'float32', [size]) }, { out0: wrap(result, 'float32', [size]) });
    expect(result[size - 1]).toBe(-2);
    session.dispose();
  };
  use();
  const before = module.HEAPU8.length;
  for (let i = 0; i < 20; i++) use();
  expect(module.HEAPU8.length).toBe(before);
  expect(isMemoryScarce()).toBe(false);
});

test('it has no blocked convolutions, and finds that out by itself', () => {
  expect(blockSize()).toBeUndefined();
});

test('a .wasm file that is not there: where it was looked for, and what to do', async () => {
  const loading = loadWasmModule(1, { wasmUrl: 'file:///no/such/ort.wasm' });
  await expect(loading).rejects.toThrow(WasmLoadError);
  await expect(loadWasmModule(1, { moduleUrl: 'file:///no/such/ort.mjs' })).rejects.toMatchObject({
    hint: expect.stringContaining('at file:///no/such/ort.mjs'),
  });
  await expect(loading).rejects.toMatchObject({
    code: 'wasm-load',
    message: expect.stringContaining('from file:///no/such/ort.wasm'),
    hint: expect.stringContaining('wasmUrl'),
  });
});

test('where memory is used up, that is an error that leaves nothing behind', () => {
  const graph = new Graph();
  const x = graph.feed({ array: new Float32Array(2), references: 1, poolable: false }, [2], 'float32');
  const model = modelOf(graph.op('Neg', [x], [2], 'float32'));
  const begin = Uint8Array.from(module.HEAPU8.subarray(0, 64));
  let left = 0;
  const scarce: WasmModule = Object.create(module, {
    HEAPU8: { get: () => module.HEAPU8 },
    HEAPU32: { get: () => module.HEAPU32 },
    _malloc: { value: (bytes: number) => (left-- > 0 ? module._malloc(bytes) : 0) },
  });
  expect(() => new WebSession(scarce, model, 'all')).toThrow(/memory is used up/);
  left = 1;
  const session = new WebSession(scarce, model, 'all');
  left = 3;
  const result = new Float32Array(2);
  const run = (): void =>
    session.run({ in0: wrap(Float32Array.of(1, 2), 'float32', [2]) }, { out0: wrap(result, 'float32', [2]) });
  expect(run).toThrow(/memory is used up/);
  left = 100;
  run();
  expect([...result]).toEqual([-1, -2]);
  session.dispose();
  expect(module.HEAPU8.subarray(0, 64)).toEqual(begin);
});
