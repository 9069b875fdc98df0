import { sameShape } from '../graph/node.js';
import { broadcastShape, type Graph, type KernelAttributes, type Node, type Recorder } from './kernel.js';

/** Records an ONNX operator on two operands with broadcasting. */
export function binary(g: Graph, op: string, a: Node, b: Node, dtype: Node['dtype'] = a.dtype): Node {
  const shape = broadcastShape(a.shape, b.shape);
  // A fill broadcasts as well from a single number, if the other operand has the whole shape.
  const left = a.op === 'Fill' && sameShape(b.shape, shape) ? number(g, a) : a;
  const right = b.op === 'Fill' && sameShape(left.shape, shape) ? number(g, b) : b;
  return g.op(op, [left, right], shape, dtype);
}

/** Records an ONNX operator on one operand. */
export function unary(g: Graph, op: string, x: Node, dtype: Node['dtype'] = x.dtype): Node {
  return g.op(op, [x], x.shape, dtype);
}

/** A fill as a single number, which broadcasts. */
export function number(g: Graph, fill: Node): Node {
  if (fill.dtype === 'float32' || fill.dtype === 'int32') return g.scalar(fill.attributes!.value as number, fill.dtype);
  return fill;
}

/** `condition ? a : b`, elementwise with broadcasting; what is not selected has no influence, not even as NaN. */
export function where(g: Graph, condition: Node, a: Node, b: Node): Node {
  if (a.dtype === 'bool') {
    // ONNX Runtime's Where has no bool.
    const otherwise = binary(g, 'And', unary(g, 'Not', condition), b);
    return binary(g, 'Or', binary(g, 'And', condition, a), otherwise);
  }
  const shape = broadcastShape(broadcastShape(condition.shape, a.shape), b.shape);
  return g.op('Where', [condition, a, b], shape, a.dtype);
}

/** A kernel of one float operand; other types fall back. */
export function float(recorder: (g: Graph, x: Node, attributes: KernelAttributes) => Node): Recorder {
  return (g, { x }, attributes) => (x!.dtype === 'float32' ? recorder(g, x!, attributes) : undefined);
}

/** A kernel that is one ONNX operator of a float operand. */
export function floatUnary(op: string): Recorder {
  return (g, { x }) => (x!.dtype === 'float32' ? unary(g, op, x!) : undefined);
}

/** A kernel that is one ONNX operator of two float operands. */
export function floatBinary(op: string): Recorder {
  return (g, { a, b }) => (a!.dtype === 'float32' && b!.dtype === 'float32' ? binary(g, op, a!, b!) : undefined);
}
