import { binary, float, floatUnary, unary, where } from './elementwise.js';
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

/** In double precision: near its poles the tangent magnifies what single precision rounds away. */
function tan(g: Graph, x: Node): Node {
  const wide = g.cast(x, 'float64');
  return g.cast(binary(g, 'Div', unary(g, 'Sin', wide), unary(g, 'Cos', wide)), 'float32');
}

/** Functions of angles, and hyperbolic ones. */
export const trigonometry: Recorders = {
  Sin: floatUnary('Sin'),
  Cos: floatUnary('Cos'),
  Tan: float(tan),
  Asin: floatUnary('Asin'),
  Acos: floatUnary('Acos'),
  Atan: floatUnary('Atan'),
  Sinh: floatUnary('Sinh'),
  Cosh: floatUnary('Cosh'),
  Tanh: floatUnary('Tanh'),
  Asinh: floatUnary('Asinh'),
  Acosh: floatUnary('Acosh'),
  Atanh: floatUnary('Atanh'),
  Atan2: (g, { a, b }) => (a!.dtype === 'float32' && b!.dtype === 'float32' ? angle(g, a!, b!) : undefined),
};
