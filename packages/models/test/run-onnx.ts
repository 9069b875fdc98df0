import * as tf from '@tensorflow/tfjs';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Runs an ONNX model once, and says what its axes are called. */
export async function runOnnx(
  bytes: Uint8Array,
  inputs: Readonly<Record<string, tf.Tensor | BigInt64Array>>,
): Promise<{ outputs: Record<string, tf.Tensor>; inputNames: readonly string[]; shapes: Record<string, unknown> }> {
  const session = await InferenceSession.create(bytes);
  const feeds = Object.entries(inputs).map(([name, own]) => [
    name,
    own instanceof BigInt64Array
      ? new Tensor('int64', own, [own.length])
      : new Tensor('float32', own.dataSync() as Float32Array, own.shape),
  ]);
  const results = await session.run(Object.fromEntries(feeds));
  const outputs = Object.entries(results).map(([name, own]) => [
    name,
    tf.tensor(own.data as Float32Array, own.dims as number[]),
  ]);
  const infos = [...session.inputMetadata, ...session.outputMetadata];
  const shapes = infos.map((info) => [info.name, info.isTensor ? info.shape : undefined]);
  await session.release();
  return {
    outputs: Object.fromEntries(outputs),
    inputNames: session.inputNames,
    shapes: Object.fromEntries(shapes),
  };
}
