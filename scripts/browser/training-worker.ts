/**
 * A worker that trains small models of every objective on ONNX Runtime's WebAssembly, and tells their losses, how long steps of the
 * paper's digits take, and whether memory grows.
 */
import { type OnnxBackend, registerOnnxWebBackend } from '@polyvae/backend-onnx/web';
import * as tf from '@tensorflow/tfjs';
import { stepMilliseconds, trainEach } from './training.js';

self.onmessage = async ({ data }: MessageEvent<{ urls: { wasmUrl: string; moduleUrl: string }; threads: number }>) => {
  try {
    tf.enableProdMode();
    await registerOnnxWebBackend({ threads: data.threads, ...data.urls });
    await tf.setBackend('onnx-web');
    const losses = data.threads === 1 ? await trainEach(3) : {};
    const memory = (): number => (tf.backend() as OnnxBackend).statistics.runtimeBytes;
    const milliseconds = await stepMilliseconds(12);
    const bytes = [memory()];
    const tensors = [tf.memory().numTensors];
    if (data.threads === 1) {
      await trainEach(500, ['mmjsd']);
      bytes.push(memory());
      tensors.push(tf.memory().numTensors);
    }
    self.postMessage({ losses, milliseconds, bytes, tensors });
  } catch (error) {
    self.postMessage({ error: (error as Error).stack });
  }
};
