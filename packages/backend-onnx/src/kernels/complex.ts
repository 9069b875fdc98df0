import type * as tf from '@tensorflow/tfjs';
import type { OnnxBackend } from '../backend/backend.js';
import { binary, unary, where } from './elementwise.js';
import type { Graph, Node } from './kernel.js';

/** Real and imaginary part. */
interface Parts {
  readonly real: Node;
  readonly imag: Node;
}

interface Call {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly backend: OnnxBackend;
}

/** undefined for strings and empty tensors. */
function partsOf(backend: OnnxBackend, x: tf.TensorInfo): Parts | undefined {
  if (x.dtype === 'string' || x.shape.includes(0)) return undefined;
  const { parts } = backend.entry(x.dataId);
  const g = backend.graph;
  if (parts === undefined) return { real: g.cast(backend.node(x), 'float32'), imag: g.fill(x.shape, 0, 'float32') };
  return {
    real: g.reshape(backend.node(parts.real), x.shape),
    imag: g.reshape(backend.node(parts.imag), x.shape),
  };
}

function arithmetic(combine: (g: Graph, a: Parts, b: Parts) => Parts): (call: Call) => tf.TensorInfo | undefined {
  return ({ inputs, backend }) => {
    const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    if (a.dtype !== 'complex64' && b.dtype !== 'complex64') return undefined;
    const [left, right] = [partsOf(backend, a), partsOf(backend, b)];
    if (left === undefined || right === undefined) return undefined;
    const { real, imag } = combine(backend.graph, left, right);
    const [first, second] = backend.outputs([real, imag]);
    return backend.outputComplex(first!, second!);
  };
}

/** Length of the hypotenuse; the longer side is taken out, so that no square overflows. */
function hypotenuse(g: Graph, { real, imag }: Parts): Node {
  const [x, y] = [unary(g, 'Abs', real), unary(g, 'Abs', imag)];
  const longer = binary(g, 'Max', x, y);
  const zero = g.scalar(0);
  const ratio = binary(g, 'Div', binary(g, 'Min', x, y), longer);
  const length = binary(
    g,
    'Mul',
    longer,
    unary(g, 'Sqrt', binary(g, 'Add', g.scalar(1), binary(g, 'Mul', ratio, ratio))),
  );
  const infinite = binary(g, 'Or', unary(g, 'IsInf', x, 'bool'), unary(g, 'IsInf', y, 'bool'), 'bool');
  const finite = where(g, binary(g, 'Equal', longer, zero, 'bool'), zero, length);
  return where(g, infinite, g.scalar(Number.POSITIVE_INFINITY), finite);
}

/** Arithmetic of complex tensors, whose parts are two float values in the graph. */
export const complexArithmetic: Readonly<Record<string, (call: Call) => tf.TensorInfo | undefined>> = {
  Add: arithmetic((g, a, b) => ({
    real: binary(g, 'Add', a.real, b.real),
    imag: binary(g, 'Add', a.imag, b.imag),
  })),
  Sub: arithmetic((g, a, b) => ({
    real: binary(g, 'Sub', a.real, b.real),
    imag: binary(g, 'Sub', a.imag, b.imag),
  })),
  Multiply: arithmetic((g, a, b) => ({
    real: binary(g, 'Sub', binary(g, 'Mul', a.real, b.real), binary(g, 'Mul', a.imag, b.imag)),
    imag: binary(g, 'Add', binary(g, 'Mul', a.real, b.imag), binary(g, 'Mul', a.imag, b.real)),
  })),
  ComplexAbs: ({ inputs, backend }) => {
    const parts = partsOf(backend, inputs.x!);
    return parts && backend.output(hypotenuse(backend.graph, parts));
  },
};
