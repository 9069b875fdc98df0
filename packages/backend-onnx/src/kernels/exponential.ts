import { binary, float, floatUnary, unary, where } from './elementwise.js';
import type { Graph, Node, Recorders } from './kernel.js';

/** log(1 + x) to full precision near zero: what 1 + x rounds away is divided out again (Kahan). */
export function log1p(g: Graph, x: Node): Node {
  const one = g.scalar(1);
  const u = binary(g, 'Add', x, one);
  const corrected = binary(g, 'Div', binary(g, 'Mul', unary(g, 'Log', u), x), binary(g, 'Sub', u, one));
  const small = binary(g, 'Less', unary(g, 'Abs', x), g.scalar(0.5), 'bool');
  return where(g, binary(g, 'Equal', u, one, 'bool'), x, where(g, small, corrected, unary(g, 'Log', u)));
}

/** exp(x) - 1 to full precision near zero, by the hyperbolic tangent. */
export function expm1(g: Graph, x: Node): Node {
  const one = g.scalar(1);
  const tanh = unary(g, 'Tanh', binary(g, 'Mul', x, g.scalar(0.5)));
  const near = binary(g, 'Div', binary(g, 'Mul', tanh, g.scalar(2)), binary(g, 'Sub', one, tanh));
  const small = binary(g, 'Less', unary(g, 'Abs', x), g.scalar(0.5), 'bool');
  return where(g, small, near, binary(g, 'Sub', unary(g, 'Exp', x), one));
}

/** Exponentials, logarithms, roots and the error function. */
export const exponentials: Recorders = {
  Exp: floatUnary('Exp'),
  Log: floatUnary('Log'),
  Log1p: float(log1p),
  Expm1: float(expm1),
  Sqrt: floatUnary('Sqrt'),
  Rsqrt: float((g, x) => unary(g, 'Reciprocal', unary(g, 'Sqrt', x))),
  Erf: floatUnary('Erf'),
};
