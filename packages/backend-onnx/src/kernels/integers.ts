import { binary, unary, where } from './elementwise.js';
import type { Graph, Node, Recorders } from './kernel.js';

const INT32_RANGE = 2 ** 32;

/** Operands of `toInt32` by result. */
const floats = new WeakMap<Node, Node>();

/** The floats that a node is the whole numbers of, if `toInt32` made it. */
export function floatsOf(node: Node): Node | undefined {
  return floats.get(node);
}

/** int32 of a float as JavaScript has it: truncated, modulo 2³², 0 for what is not finite. */
export function toInt32(g: Graph, x: Node): Node {
  const result = wrapped(g, x);
  floats.set(result, x);
  return result;
}

function wrapped(g: Graph, x: Node): Node {
  if (x.dtype === 'float64') {
    const range = g.cast(g.scalar(INT32_RANGE), 'float64');
    const rest = g.op('Mod', [x, range], x.shape, 'float64', { fmod: 1 });
    const zero = g.cast(g.scalar(0), 'float64');
    return narrow(g, where(g, unary(g, 'IsNaN', rest, 'bool'), zero, rest));
  }
  // Beyond 2⁶³ a float32 is a multiple of 2³².
  const fits = binary(g, 'Less', unary(g, 'Abs', x), g.scalar(2 ** 63), 'bool');
  return narrow(g, where(g, fits, x, g.scalar(0)));
}

/** The lower half of an int64; a plain pair of casts would be merged into one that does not wrap. */
function narrow(g: Graph, x: Node): Node {
  const wide = g.cast(x, 'int64');
  const half = g.reshape(g.ints([INT32_RANGE - 1]), []);
  return g.cast(binary(g, 'BitwiseAnd', wide, half), 'int32');
}

/** A divisor that the processor can divide every int32 by; 0 and -1 are handled apart. */
function safeDivisor(g: Graph, b: Node): Node {
  const one = g.scalar(1, 'int32');
  const above = binary(g, 'Greater', b, one, 'bool');
  const below = binary(g, 'Less', b, g.scalar(-1, 'int32'), 'bool');
  return where(g, binary(g, 'Or', above, below, 'bool'), b, one);
}

function equals(g: Graph, x: Node, value: number): Node {
  return binary(g, 'Equal', x, g.scalar(value, 'int32'), 'bool');
}

/** Quotient towards negative infinity; 0 where the divisor is 0, as Infinity and NaN become in an Int32Array. */
function floorDivide(g: Graph, a: Node, b: Node): Node {
  const divisor = safeDivisor(g, b);
  const truncated = binary(g, 'Div', a, divisor);
  const zero = g.scalar(0, 'int32');
  const rest = binary(g, 'Sub', a, binary(g, 'Mul', truncated, divisor));
  const opposite = binary(g, 'Less', binary(g, 'Mul', unary(g, 'Sign', rest), unary(g, 'Sign', divisor)), zero, 'bool');
  const quotient = binary(g, 'Sub', truncated, g.cast(opposite, 'int32'));
  const negated = binary(g, 'Sub', zero, a);
  return where(g, equals(g, b, 0), zero, where(g, equals(g, b, -1), negated, quotient));
}

/** In double precision, since a rounded quotient may reach the next integer. */
function floorDivideFloats(g: Graph, a: Node, b: Node): Node {
  const quotient = binary(g, 'Div', g.cast(a, 'float64'), g.cast(b, 'float64'));
  return toInt32(g, unary(g, 'Floor', quotient));
}

/** Remainder with the sign of the divisor; 0 where the divisor is 0. ONNX's has that sign for integers. */
function modulo(g: Graph, a: Node, b: Node): Node {
  const remainder = binary(g, 'Mod', a, safeDivisor(g, b));
  return where(g, equals(g, b, 0), g.scalar(0, 'int32'), remainder);
}

/**
 * Remainder of floats with the sign of the divisor. The divisor is added once where the signs differ and the remainder
 * is not 0; NaN for an infinite divisor of another sign, as in tfjs.
 */
function moduloFloats(g: Graph, a: Node, b: Node): Node {
  const shape = binary(g, 'Add', a, b).shape;
  const remainder = g.op('Mod', [a, b], shape, 'float32', { fmod: 1 });
  const zero = g.scalar(0);
  const sameSign = binary(g, 'Equal', binary(g, 'Less', a, zero, 'bool'), binary(g, 'Less', b, zero, 'bool'), 'bool');
  // A product with 0 is 0, or NaN where the other factor is infinite.
  const sum = binary(g, 'Add', remainder, b);
  const moved = binary(g, 'Add', sum, binary(g, 'Mul', sum, zero));
  const isWhole = binary(g, 'Equal', remainder, zero, 'bool');
  return where(g, sameSign, remainder, where(g, isWhole, binary(g, 'Mul', b, zero), moved));
}

/** Integer power; computed in double precision and wrapped, like JavaScript's. */
function power(g: Graph, a: Node, b: Node): Node {
  return toInt32(g, binary(g, 'Pow', g.cast(a, 'float64'), g.cast(b, 'float64')));
}

/** Division with integer results, remainders, powers and bits. */
export const integers: Recorders = {
  FloorDiv: (g, { a, b }) => {
    if (a!.dtype === 'int32' && b!.dtype === 'int32') return floorDivide(g, a!, b!);
    return a!.dtype === 'float32' && b!.dtype === 'float32' ? floorDivideFloats(g, a!, b!) : undefined;
  },
  Mod: (g, { a, b }) => {
    if (a!.dtype === 'int32' && b!.dtype === 'int32') return modulo(g, a!, b!);
    return a!.dtype === 'float32' && b!.dtype === 'float32' ? moduloFloats(g, a!, b!) : undefined;
  },
  Pow: (g, { a, b }) => {
    if (a!.dtype === 'int32' && b!.dtype === 'int32') return power(g, a!, b!);
    return a!.dtype === 'float32' && b!.dtype === 'float32' ? binary(g, 'Pow', a!, b!) : undefined;
  },
  BitwiseAnd: (g, { a, b }) =>
    a!.dtype === 'int32' && b!.dtype === 'int32' ? binary(g, 'BitwiseAnd', a!, b!) : undefined,
};
