import { binary, unary, where } from './elementwise.js';
import type { Graph, Node, Recorders } from './kernel.js';

/** Whether the sign bit is set, that of -0 too. */
function isNegative(g: Graph, x: Node): Node {
  const zero = g.scalar(0);
  const reciprocal = binary(g, 'Div', g.scalar(1), x);
  return binary(g, 'Or', binary(g, 'Less', x, zero, 'bool'), binary(g, 'Less', reciprocal, zero, 'bool'), 'bool');
}

/** Angle of the point (x, y), by the arc tangent of the shorter side over the longer one. */
function angle(g: Graph, y: Node, x: Node): Node {
  const [height, width] = [unary(g, 'Abs', y), unary(g, 'Abs', x)];
  const longer = binary(g, 'Max', height, width);
  const ratio = binary(g, 'Div', binary(g, 'Min', height, width), longer);
  // Two zeros, and two infinities, have no ratio; tfjs takes 0 and 1.
  const both = binary(g, 'And', unary(g, 'IsInf', height, 'bool'), unary(g, 'IsInf', width, 'bool'), 'bool');
  const origin = binary(g, 'Equal', longer, g.scalar(0), 'bool');
  const slope = where(g, both, g.scalar(1), where(g, origin, g.scalar(0), ratio));
  const flat = unary(g, 'Atan', slope);
  const steep = binary(g, 'Sub', g.scalar(Math.PI / 2), flat);
  const first = where(g, binary(g, 'Greater', height, width, 'bool'), steep, flat);
  const upper = where(g, isNegative(g, x), binary(g, 'Sub', g.scalar(Math.PI), first), first);
  return where(g, isNegative(g, y), unary(g, 'Neg', upper), upper);
}

/** Angles. */
export const trigonometry: Recorders = {
  Atan2: (g, { a, b }) => (a!.dtype === 'float32' && b!.dtype === 'float32' ? angle(g, a!, b!) : undefined),
};
