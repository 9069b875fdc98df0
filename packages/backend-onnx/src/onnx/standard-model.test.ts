import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { encodeStandardModel } from './standard-model.js';

test('a graph with an axis of any length runs in ONNX Runtime, with attributes of every kind', async () => {
  const bytes = encodeStandardModel({
    name: 'blurred rows',
    inputs: [{ name: 'x', shape: ['batch', 3], dtype: 'float32' }],
    outputs: [{ name: 'y', shape: ['batch', 5], dtype: 'float32' }],
    initializers: [
      { name: 'axes', shape: [1], dtype: 'int64', values: BigInt64Array.of(1n) },
      { name: 'kernel', shape: [1, 1, 2], dtype: 'float32', values: Float32Array.of(1, -2) },
    ],
    nodes: [
      { op: 'Unsqueeze', name: 'a', inputs: ['x', 'axes'], outputs: ['row'] },
      {
        op: 'Conv',
        name: 'b',
        inputs: ['row', 'kernel'],
        outputs: ['blurred'],
        attributes: { auto_pad: 'NOTSET', pads: [1, 2], group: 1 },
      },
      { op: 'LeakyRelu', name: 'c', inputs: ['blurred'], outputs: ['leaky'], attributes: { alpha: { float: 0.5 } } },
      { op: 'Squeeze', name: 'd', inputs: ['leaky', 'axes'], outputs: ['y'] },
    ],
  });
  const session = await InferenceSession.create(bytes);
  const row = [1, 2, 3];
  for (const batch of [1, 4]) {
    const data = Float32Array.from({ length: 3 * batch }, (_, i) => row[i % 3]!);
    const { y } = await session.run({ x: new Tensor('float32', data, [batch, 3]) });
    expect(y!.dims).toEqual([batch, 5]);
    expect([...(y!.data as Float32Array)].slice(-5)).toEqual([-1, -1.5, -2, 3, 0]);
  }
  expect(session.inputMetadata[0]).toMatchObject({ shape: ['batch', 3] });
  await session.release();
});
