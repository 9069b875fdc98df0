import * as tf from '@tensorflow/tfjs';
import type { OnnxBackend } from './backend/backend.js';
import { fallBack } from './fallback.js';
import type { Recorder } from './kernels/kernel.js';
import { nativeKernels } from './kernels/native.js';
import { storageKernels } from './kernels/storage.js';

/** Kernels of the backend, by name, sorted. */
export interface SupportedKernels {
  /** Recorded as ONNX operators; some types and attributes of them fall back. */
  readonly native: readonly string[];
  /** Always computed by tfjs-backend-cpu. */
  readonly fallback: readonly string[];
}

/** Which kernels run on ONNX Runtime and which are computed by tfjs-backend-cpu. */
export function supportedKernels(): SupportedKernels {
  const names = tf.getKernelsForBackend('cpu').map((kernel) => kernel.kernelName);
  const isNative = (name: string): boolean => name in nativeKernels || name in storageKernels;
  const native = names.filter(isNative).sort();
  const fallback = names.filter((name) => !isNative(name)).sort();
  return { native, fallback };
}

/** Registers a kernel for everything that tfjs-backend-cpu has. */
export function registerKernels(backendName: string): void {
  for (const cpu of tf.getKernelsForBackend('cpu')) {
    if (tf.getKernel(cpu.kernelName, backendName)) continue;
    const recorder = nativeKernels[cpu.kernelName];
    const storage = storageKernels[cpu.kernelName];
    tf.registerKernel({
      kernelName: cpu.kernelName,
      backendName,
      kernelFunc: (call) => {
        const inputs = call.inputs;
        const attrs = call.attrs ?? {};
        const backend = call.backend as OnnxBackend;
        backend.beginKernel(inputs);
        return (
          storage?.({ inputs, attrs, backend }) ??
          (recorder && record(recorder, inputs, attrs, backend)) ??
          fallBack(cpu, inputs, attrs, backend)
        );
      },
    });
  }
}

function record(
  recorder: Recorder,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap,
  backend: OnnxBackend,
): tf.TensorInfo | tf.TensorInfo[] | undefined {
  const nodes: Record<string, ReturnType<OnnxBackend['node']>> = {};
  for (const name in inputs) {
    const info = inputs[name];
    if (info === undefined || info === null) continue;
    if (info.dtype === 'string' || info.dtype === 'complex64' || info.shape.includes(0)) return undefined;
    nodes[name] = backend.node(info);
  }
  const result = recorder(backend.graph, nodes, attrs);
  if (result === undefined) return undefined;
  if (Array.isArray(result)) return backend.outputs(result);
  return backend.output(result as ReturnType<OnnxBackend['node']>);
}
