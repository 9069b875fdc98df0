import { sizeOf } from '../graph/node.js';
import { binary, unary, where } from './elementwise.js';
import { axesOf, type Graph, type KernelAttributes, type Node, type Recorder, type Recorders } from './kernel.js';
import { slice } from './shape.js';

function reduce(g: Graph, op: string, x: Node, attributes: KernelAttributes): Node {
  const axes = axesOf(attributes.axis ?? attributes.reductionIndices, x.shape.length);
  const keepDims = attributes.keepDims === true;
  const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const shape = keepDims ? kept : x.shape.filter((_, axis) => !axes.includes(axis));
  if (sizeOf(kept) === sizeOf(x.shape)) return g.reshape(x, shape);
  // ONNX Runtime's product of int32 saturates; integers wrap around.
  if (op === 'ReduceProd' && x.dtype === 'int32') return g.cast(reduce(g, op, g.cast(x, 'int64'), attributes), 'int32');
  return g.op(op, [x, g.ints(axes)], shape, x.dtype, { keepdims: keepDims ? 1 : 0 });
}

/** ONNX Runtime's extrema may skip NaN; here, as in tfjs, one NaN makes the result NaN. */
function extremum(op: string): Recorder {
  return (g, { x }, attributes) => {
    if (x!.dtype === 'bool') return undefined;
    const result = reduce(g, op, x!, attributes);
    if (x!.dtype !== 'float32' || result.op === 'Reshape' || result === x) return result;
    const undefinedOnes = g.cast(unary(g, 'IsNaN', x!, 'bool'), 'float32');
    const any = binary(g, 'Greater', reduce(g, 'ReduceMax', undefinedOnes, attributes), g.scalar(0), 'bool');
    return where(g, any, g.scalar(Number.NaN), result);
  };
}

function quantifier(op: string): Recorder {
  return (g, { x }, attributes) => g.cast(reduce(g, op, g.cast(g.cast(x!, 'bool'), 'int32'), attributes), 'bool');
}

/**
 * Position of an extremum, the first of equals.
 * @param worst What NaN counts as, so that it does not win; but a NaN in front stays there, as in tfjs-backend-cpu.
 */
function position(op: string, worst: number): Recorder {
  return (g, { x }, attributes) => {
    if (x!.dtype !== 'float32' && x!.dtype !== 'int32') return undefined;
    const [axis] = axesOf(attributes.axis, x!.shape.length);
    const shape = x!.shape.filter((_, i) => i !== axis);
    const find = (values: Node): Node =>
      g.cast(g.op(op, [values], shape, 'int64', { axis: axis!, keepdims: 0 }), 'int32');
    if (x!.dtype === 'int32') return find(x!);
    const undefinedOnes = unary(g, 'IsNaN', x!, 'bool');
    const origin = x!.shape.map(() => 0);
    const front = slice(
      g,
      undefinedOnes,
      origin,
      x!.shape.map((n, i) => (i === axis ? 1 : n)),
    );
    return where(g, g.reshape(front, shape), g.scalar(0, 'int32'), find(where(g, undefinedOnes, g.scalar(worst), x!)));
  };
}

/** ONNX's softmax over any axis. */
function normalise(op: string, x: Node, axis: number, g: Graph): Node | undefined {
  if (x.dtype !== 'float32') return undefined;
  return g.op(op, [x], x.shape, 'float32', { axis: axesOf(axis, x.shape.length)[0]! });
}

/** Reductions and softmax. */
export const reductions: Recorders = {
  Sum: (g, { x }, attributes) => {
    const axes = axesOf(attributes.axis, x!.shape.length);
    return g.sum(x!.dtype === 'bool' ? g.cast(x!, 'int32') : x!, axes, attributes.keepDims === true);
  },
  Mean: (g, { x }, attributes) => {
    const axes = axesOf(attributes.axis, x!.shape.length);
    const count = axes.reduce((product, axis) => product * x!.shape[axis]!, 1);
    const total = g.sum(g.cast(x!, 'float32'), axes, attributes.keepDims === true);
    return binary(g, 'Div', total, g.scalar(count));
  },
  Prod: (g, { x }, attributes) => reduce(g, 'ReduceProd', x!.dtype === 'bool' ? g.cast(x!, 'int32') : x!, attributes),
  Max: extremum('ReduceMax'),
  Min: extremum('ReduceMin'),
  All: quantifier('ReduceMin'),
  Any: quantifier('ReduceMax'),
  ArgMax: position('ArgMax', Number.NEGATIVE_INFINITY),
  ArgMin: position('ArgMin', Number.POSITIVE_INFINITY),
  Softmax: (g, { logits }, { dim }) => normalise('Softmax', logits!, dim as number, g),
  LogSoftmax: (g, { logits }, { axis }) => normalise('LogSoftmax', logits!, axis as number, g),
};
