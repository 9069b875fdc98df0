import * as tf from '@tensorflow/tfjs';
import type { OnnxBackend } from '../backend/backend.js';
import { complexArithmetic } from './complex.js';
import { toInt32 } from './integers.js';
import { sequences } from './sequence.js';

interface Call {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly backend: OnnxBackend;
}

/** A kernel that works on the backend's entries rather than on graph values; undefined lets the call fall back. */
export type StorageKernel = (call: Call) => tf.TensorInfo | undefined;

function alias(backend: OnnxBackend, x: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  backend.share(x.dataId);
  return { dataId: x.dataId, shape, dtype: x.dtype };
}

const isNumeric = (dtype: unknown): dtype is 'float32' | 'int32' | 'bool' =>
  dtype === 'float32' || dtype === 'int32' || dtype === 'bool';

function fill(
  backend: OnnxBackend,
  shape: number[],
  value: number,
  dtype: 'float32' | 'int32' | 'bool',
): tf.TensorInfo {
  const g = backend.graph;
  if (value === 0 || value === 1) return backend.output(g.fill(shape, value, dtype));
  // Any other number is data: a value that changes from step to step must not make a new graph.
  const values = dtype === 'float32' ? Float32Array.of(value) : Int32Array.of(value);
  const scalar = backend.makeTensorInfo([], dtype, values);
  const node = g.op('Expand', [backend.node(scalar), g.ints(shape)], shape, dtype);
  backend.disposeData(scalar.dataId);
  return backend.output(node);
}

function cast(backend: OnnxBackend, x: tf.TensorInfo, dtype: unknown): tf.TensorInfo | undefined {
  if (dtype === x.dtype) return alias(backend, x, x.shape);
  if (x.dtype === 'string' || tf.util.sizeFromShape(x.shape) === 0) return undefined;
  if (x.dtype === 'complex64') {
    const real = part(backend, x, 'real')!;
    const result = cast(backend, real, dtype);
    backend.disposeData(real.dataId);
    return result;
  }
  const g = backend.graph;
  if (dtype === 'complex64') {
    return backend.outputComplex(cast(backend, x, 'float32')!, backend.output(g.fill(x.shape, 0, 'float32')));
  }
  if (!isNumeric(dtype) || !isNumeric(x.dtype)) return undefined;
  const node = backend.node(x);
  if (x.dtype !== 'float32' || dtype !== 'int32') return backend.output(g.cast(node, dtype));
  return backend.output(toInt32(g, node));
}

/** Kernels that move or make data: reshapes, constants, sequences, type changes, complex tensors and their parts. */
export const storageKernels: Readonly<Record<string, StorageKernel>> = {
  ...complexArithmetic,
  ...sequences,
  Identity: ({ inputs, backend }) => alias(backend, inputs.x!, inputs.x!.shape),
  Reshape: ({ inputs, attrs, backend }) => {
    const { x } = inputs;
    const size = tf.util.sizeFromShape(x!.shape);
    const shape = tf.util.inferFromImplicitShape(attrs.shape as number[], size);
    if (size !== tf.util.sizeFromShape(shape)) {
      throw new Error(`Reshape: a tensor of shape [${x!.shape}] has ${size} elements and cannot become [${shape}].`);
    }
    return alias(backend, x!, shape);
  },
  ExpandDims: ({ inputs, attrs, backend }) => {
    const { input } = inputs;
    const rank = input!.shape.length;
    const dim = attrs.dim as number;
    if (dim < -rank - 1 || dim > rank) {
      throw new Error(`expandDims: axis must be in [${-rank - 1}, ${rank}], found ${dim}.`);
    }
    const shape = [...input!.shape];
    shape.splice(dim < 0 ? rank + dim + 1 : dim, 0, 1);
    return alias(backend, input!, shape);
  },
  // Only what is on the host and in one piece; other slices are recorded.
  Slice: ({ inputs, attrs, backend }) => {
    const { x } = inputs;
    if (!isNumeric(x!.dtype)) return undefined;
    const [begin, size] = tf.slice_util.parseSliceParams(x!, attrs.begin as number[], attrs.size as number[]);
    tf.slice_util.assertParamsValid(x!, begin!, size!);
    const strides = tf.util.computeStrides(x!.shape);
    if (!tf.slice_util.isSliceContinous(x!.shape, begin!, size!)) return undefined;
    return backend.copyOfHost(x!, size!, tf.slice_util.computeFlatOffset(begin!, strides));
  },
  Cast: ({ inputs, attrs, backend }) => cast(backend, inputs.x!, attrs.dtype),
  Fill: ({ attrs, backend }) => {
    const dtype = attrs.dtype ?? tf.util.inferDtype(attrs.value as number);
    const shape = attrs.shape as number[];
    if (!isNumeric(dtype) || tf.util.sizeFromShape(shape) === 0) return undefined;
    return fill(backend, shape, attrs.value as number, dtype);
  },
  ZerosLike: ({ inputs, backend }) => like(backend, inputs.x!, 0),
  OnesLike: ({ inputs, backend }) => like(backend, inputs.x!, 1),
  Complex: ({ inputs, backend }) => {
    const { real, imag } = inputs as { real: tf.TensorInfo; imag: tf.TensorInfo };
    return backend.outputComplex(alias(backend, real, real.shape), alias(backend, imag, imag.shape));
  },
  Real: ({ inputs, backend }) => part(backend, inputs.input!, 'real'),
  Imag: ({ inputs, backend }) => part(backend, inputs.input!, 'imag'),
};

function like(backend: OnnxBackend, x: tf.TensorInfo, value: 0 | 1): tf.TensorInfo | undefined {
  if (!isNumeric(x.dtype) || tf.util.sizeFromShape(x.shape) === 0) return undefined;
  return fill(backend, x.shape, value, x.dtype);
}

function part(backend: OnnxBackend, x: tf.TensorInfo, which: 'real' | 'imag'): tf.TensorInfo | undefined {
  const info = backend.entry(x.dataId).parts?.[which];
  return info && alias(backend, info, x.shape);
}
