import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { train, trainingOf } from '../test/fit.js';
import './index.js';
import { jit, type OnnxWebBackendOptions, registerOnnxWebBackend } from './web.js';

test.each([
  [{ threads: 0 }, /registerOnnxWebBackend\(\{ threads \}\): expected a positive integer, found 0/],
  [{ sessionCacheSize: 1.5 }, /sessionCacheSize/],
  [{ graphOptimizationLevel: 'most' }, /graphOptimizationLevel.*found 'most'/],
  [{ thread: 1 }, /unknown option 'thread'/],
  [{ name: '' }, /\{ name \}\): expected a string that is not empty, found ''/],
  [{ wasmUrl: new URL('file:///x.wasm') }, /\{ wasmUrl \}\): expected a string/],
])('options %o are refused', async (options, message) => {
  await expect(registerOnnxWebBackend(options as OnnxWebBackendOptions)).rejects.toThrow(message);
});

test('training on WebAssembly gives what it gives natively, to rounding', async () => {
  await registerOnnxWebBackend({ threads: 1 });
  const layers = (): tf.layers.Layer[] => [
    tf.layers.conv2d({ inputShape: [6, 6, 2], filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }),
    tf.layers.averagePooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 3 }),
  ];
  const training = { ...trainingOf([6, 6, 2], [3], layers), optimizer: () => tf.train.adam(0.01) };
  const [native, web] = [await train('onnx', training), await train('onnx-web', training)];
  expect(web.losses).toHaveLength(native.losses.length);
  for (const [i, loss] of native.losses.entries()) expect(Math.abs(web.losses[i]! - loss)).toBeLessThan(1e-5);
  expect(native.losses.at(-1)).toBeLessThan(native.losses[0]!);
});

test('jit compiles, and reads synchronously', async () => {
  await registerOnnxWebBackend({ threads: 1 });
  await tf.setBackend('onnx-web');
  let recorded = 0;
  const square = jit((x: tf.Tensor) => {
    recorded++;
    return tf.square(x);
  });
  const results = [1, 2, 3, 4, 5].map((value) => square(tf.tensor1d([value, -value])).dataSync()[1]);
  expect(results).toEqual([1, 4, 9, 16, 25]);
  expect(recorded).toBeLessThan(4);
  expect(await tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).data()).toEqual(Float32Array.of(11));
});
