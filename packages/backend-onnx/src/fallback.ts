import * as tf from '@tensorflow/tfjs';
import type { OnnxBackend } from './backend/backend.js';

interface HostStorage {
  data: {
    has(id: object): boolean;
    get(id: object): { complexTensorInfos?: { real: tf.TensorInfo; imag: tf.TensorInfo } };
  };
}

type HostBackend = tf.KernelBackend & HostStorage;

let host: HostBackend | undefined;

/** A private instance of tfjs-backend-cpu, apart from the one that TensorFlow.js itself may use. */
function hostBackend(): HostBackend {
  if (host === undefined) {
    const factory = tf.findBackendFactory('cpu');
    if (!factory) throw new Error("The 'cpu' backend, whose kernels serve as fallback, is not registered in tfjs.");
    host = factory() as HostBackend;
    // Its first write prints an advertisement for tfjs-node.
    (host as unknown as { firstUse: boolean }).firstUse = false;
  }
  return host;
}

/** Runs one of tfjs-backend-cpu's kernels: inputs are computed and lent to it, results are uploaded. */
export function fallBack(
  kernel: tf.KernelConfig,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap,
  backend: OnnxBackend,
): tf.TensorInfo | tf.TensorInfo[] {
  const cpu = hostBackend();
  backend.fallbacks++;
  const lent: tf.TensorInfo[] = [];
  const lend = (info: tf.TensorInfo): tf.TensorInfo => {
    const { parts } = backend.entry(info.dataId);
    let copy: tf.TensorInfo;
    if (parts === undefined) {
      const dataId = cpu.write(backend.readSync(info.dataId), info.shape, info.dtype);
      copy = { dataId, shape: info.shape, dtype: info.dtype };
    } else {
      const complex = tf.getKernel('Complex', 'cpu').kernelFunc;
      copy = complex({ inputs: { real: lend(parts.real), imag: lend(parts.imag) }, backend: cpu }) as tf.TensorInfo;
      copy = { ...copy, shape: info.shape };
    }
    lent.push(copy);
    // Some kernels expect tensors, which know their rank.
    return Object.assign(copy, { rank: info.shape.length });
  };
  const collect = (info: tf.TensorInfo): tf.TensorInfo => {
    // Some kernels make their result through the engine, hence on this backend already.
    if (!cpu.data.has(info.dataId)) return info;
    const values = cpu.readSync(info.dataId);
    // The product of an empty batch has more values than its shape.
    const size = info.dtype === 'complex64' ? values.length : tf.util.sizeFromShape(info.shape);
    return {
      dataId: backend.write(values.length > size ? values.slice(0, size) : values, info.shape, info.dtype),
      shape: info.shape,
      dtype: info.dtype,
    };
  };
  try {
    const borrowed = mapInputs(inputs, lend);
    const result = kernel.kernelFunc({ inputs: borrowed, attrs, backend: cpu });
    const list = Array.isArray(result) ? result : [result];
    const collected = list.map(collect);
    for (const info of list) cpu.disposeData(info.dataId);
    return Array.isArray(result) ? collected : collected[0]!;
  } finally {
    for (const info of lent) cpu.disposeData(info.dataId, true);
  }
}

function mapInputs(inputs: tf.NamedTensorInfoMap, map: (info: tf.TensorInfo) => tf.TensorInfo): tf.NamedTensorInfoMap {
  // Variadic kernels get an array, a few of those with arrays inside.
  const convert = (value: unknown): unknown => {
    if (value === undefined || value === null) return value;
    return Array.isArray(value) ? value.map(convert) : map(value as tf.TensorInfo);
  };
  if (Array.isArray(inputs)) return convert(inputs) as tf.NamedTensorInfoMap;
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, convert(value)]),
  ) as tf.NamedTensorInfoMap;
}
