import * as tf from '@tensorflow/tfjs';
import { sameShape, sizeOf } from '../graph/node.js';
import {
  broadcastShape,
  type Graph,
  type KernelAttributes,
  type Node,
  type Recorder,
  type Recorders,
} from './kernel.js';

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

function number(g: Graph, fill: Node): Node {
  if (fill.dtype === 'float32' || fill.dtype === 'int32') return g.scalar(fill.attributes!.value as number, fill.dtype);
  return fill;
}

const isFill = (x: Node, value: number): boolean => x.op === 'Fill' && x.attributes!.value === value;

function arithmetic(op: 'Add' | 'Sub' | 'Mul'): Recorder {
  return (g, { a, b }) => {
    if (a!.dtype !== b!.dtype || a!.dtype === 'bool') return undefined;
    const shape = broadcastShape(a!.shape, b!.shape);
    const neutral = op === 'Mul' ? 1 : 0;
    if (isFill(b!, neutral) && sameShape(a!.shape, shape)) return a;
    if (op !== 'Sub' && isFill(a!, neutral) && sameShape(b!.shape, shape)) return b;
    return op === 'Add' ? add(g, a!, b!) : binary(g, op, a!, b!);
  };
}

/** Addition; a bias joins the matrix product or convolution that it is added to. */
export function add(g: Graph, a: Node, b: Node): Node {
  const channels = a.shape.at(-1) ?? 1;
  const isBias = b.shape.length > 0 && b.shape.at(-1) === channels && sizeOf(b.shape) === channels;
  const source = isBias && a.shape.length >= b.shape.length ? movedFrom(a, channels) : a;
  if (isBias && source.op === 'Gemm' && source.inputs.length === 2 && source.shape[1]! % channels === 0) {
    // Columns of the product run over phases and channels; every phase gets the same bias.
    const phases = source.shape[1]! / channels;
    const row = g.reshape(b, [1, channels]);
    const tiled = phases === 1 ? row : g.op('Expand', [row, g.ints([phases, channels])], [phases, channels], 'float32');
    const bias = g.reshape(tiled, [source.shape[1]!]);
    const joined = g.op('Gemm', [...source.inputs, bias], source.shape, 'float32', source.attributes);
    return moveLike(g, joined, a);
  }
  const transposed = isBias && a.op === 'Transpose' ? a.inputs[0]! : undefined;
  if (transposed?.op === 'ConvTranspose' && transposed.inputs.length === 2 && transposed.shape[1] === channels) {
    const inputs = [...transposed.inputs, g.reshape(b, [channels])];
    const joined = g.op('ConvTranspose', inputs, transposed.shape, 'float32', transposed.attributes);
    return g.op('Transpose', [joined], a.shape, 'float32', a.attributes);
  }
  return binary(g, 'Add', a, b);
}

/** What a value was before reshapes and constant gathers, which only move elements, `together` neighbours as one. */
function movedFrom(x: Node, together: number): Node {
  let source = x;
  while (source.op === 'Reshape' || (source.op === 'Gather' && source.inputs[1]!.op === 'Constant')) {
    if (source.op === 'Gather' && source.shape.at(-1)! % together !== 0) return source;
    source = source.inputs[0]!;
  }
  return source;
}

/** Moves the elements of `source` in the way that led to `x`. */
function moveLike(g: Graph, source: Node, x: Node): Node {
  if (x.op === 'Reshape') return g.reshape(moveLike(g, source, x.inputs[0]!), x.shape);
  if (x.op !== 'Gather') return source;
  return g.op('Gather', [moveLike(g, source, x.inputs[0]!), x.inputs[1]!], x.shape, x.dtype, x.attributes);
}

function floatBinary(op: string): Recorder {
  return (g, { a, b }) => (a!.dtype === 'float32' && b!.dtype === 'float32' ? binary(g, op, a!, b!) : undefined);
}

function comparison(op: string, invert = false): Recorder {
  return (g, inputs) => {
    let { a, b } = inputs as { a: Node; b: Node };
    if (a.dtype === 'bool' || b.dtype === 'bool') {
      a = g.cast(a, 'int32');
      b = g.cast(b, 'int32');
    }
    if (a.dtype !== b.dtype) return undefined;
    const result = binary(g, op, a, b, 'bool');
    return invert ? unary(g, 'Not', result) : result;
  };
}

function floatUnary(op: string): Recorder {
  return (g, { x }) => (x!.dtype === 'float32' ? unary(g, op, x!) : undefined);
}

function signedUnary(op: string): Recorder {
  return (g, { x }) => (x!.dtype === 'bool' ? undefined : unary(g, op, x!));
}

function logical(op: string): Recorder {
  return (g, { a, b }) => binary(g, op, g.cast(a!, 'bool'), g.cast(b!, 'bool'), 'bool');
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

/** log(1 + x) to full precision near zero: what 1 + x rounds away is divided out again (Kahan). */
export function log1p(g: Graph, x: Node): Node {
  const one = g.scalar(1);
  const u = binary(g, 'Add', x, one);
  const corrected = binary(g, 'Div', binary(g, 'Mul', unary(g, 'Log', u), x), binary(g, 'Sub', u, one));
  const small = binary(g, 'Less', unary(g, 'Abs', x), g.scalar(0.5), 'bool');
  return where(g, binary(g, 'Equal', u, one, 'bool'), x, where(g, small, corrected, unary(g, 'Log', u)));
}

/** In double precision: near its poles the tangent magnifies what single precision rounds away. */
function tan(g: Graph, x: Node): Node {
  const wide = g.cast(x, 'float64');
  return g.cast(binary(g, 'Div', unary(g, 'Sin', wide), unary(g, 'Cos', wide)), 'float32');
}

function expm1(g: Graph, x: Node): Node {
  const one = g.scalar(1);
  const tanh = unary(g, 'Tanh', binary(g, 'Mul', x, g.scalar(0.5)));
  const near = binary(g, 'Div', binary(g, 'Mul', tanh, g.scalar(2)), binary(g, 'Sub', one, tanh));
  const small = binary(g, 'Less', unary(g, 'Abs', x), g.scalar(0.5), 'bool');
  return where(g, small, near, binary(g, 'Sub', unary(g, 'Exp', x), one));
}

/** 1 / (1 + exp(-x)). ONNX Runtime's Sigmoid loses the lower tail: under -17.8 it is 0, and its logarithm infinite. */
export function sigmoid(g: Graph, x: Node): Node {
  return unary(g, 'Reciprocal', binary(g, 'Add', unary(g, 'Exp', unary(g, 'Neg', x)), g.scalar(1)));
}

/** max(x, 0) + log(1 + exp(-|x|)), accurate in both tails. */
export function softplus(g: Graph, x: Node): Node {
  return binary(g, 'Add', relu(g, x), log1p(g, unary(g, 'Exp', unary(g, 'Neg', unary(g, 'Abs', x)))));
}

/**
 * max(x, 0). It is put directly behind the product that x comes from, so that ONNX Runtime can merge the two; everything
 * between them only moves elements.
 */
export function relu(g: Graph, x: Node): Node {
  const source = movedFrom(x, 1);
  return source.op === 'Gemm' ? moveLike(g, unary(g, 'Relu', source), x) : unary(g, 'Relu', x);
}

function float(recorder: (g: Graph, x: Node, attributes: KernelAttributes) => Node): Recorder {
  return (g, { x }, attributes) => (x!.dtype === 'float32' ? recorder(g, x!, attributes) : undefined);
}

/**
 * 1 where x > 0, else alpha; NaN stays. A steep hard sigmoid is one vectorised pass, where Greater and Where take four.
 * It is exact but for positive numbers under 3e-39 (a second pass would settle those, for one percent of a training
 * step), and for the gradient of relu it reads the rectified value, so that x itself need not be kept.
 */
function step(g: Graph, x: Node, attributes: KernelAttributes): Node {
  const alpha = attributes.alpha as number;
  const rectified = alpha === 0 ? relu(g, x) : x;
  const steep = { alpha: { float: 3.4e38 }, beta: { float: 0 } };
  const positive = g.op('HardSigmoid', [rectified], x.shape, 'float32', steep);
  if (alpha === 0) return positive;
  return binary(g, 'Add', binary(g, 'Mul', positive, g.scalar(1 - alpha)), g.scalar(alpha));
}

/** Elementwise kernels. Types that ONNX treats otherwise than tfjs (int32 division, bool arithmetic) fall back. */
export const elementwise: Recorders = {
  Add: arithmetic('Add'),
  Sub: arithmetic('Sub'),
  Multiply: arithmetic('Mul'),
  RealDiv: floatBinary('Div'),
  Maximum: (g, { a, b }) => (a!.dtype === b!.dtype && a!.dtype !== 'bool' ? binary(g, 'Max', a!, b!) : undefined),
  Minimum: (g, { a, b }) => (a!.dtype === b!.dtype && a!.dtype !== 'bool' ? binary(g, 'Min', a!, b!) : undefined),
  SquaredDifference: (g, { a, b }) => {
    if (a!.dtype !== 'float32' || b!.dtype !== 'float32') return undefined;
    const difference = binary(g, 'Sub', a!, b!);
    return binary(g, 'Mul', difference, difference);
  },
  AddN: (g, inputs) => {
    const terms = Object.values(inputs);
    if (terms.some((term) => term.dtype !== 'float32')) return undefined;
    return terms.reduce((sum, term) => binary(g, 'Add', sum, term));
  },
  Equal: comparison('Equal'),
  NotEqual: comparison('Equal', true),
  Greater: comparison('Greater'),
  GreaterEqual: comparison('GreaterOrEqual'),
  Less: comparison('Less'),
  LessEqual: comparison('LessOrEqual'),
  LogicalAnd: logical('And'),
  LogicalOr: logical('Or'),
  LogicalNot: (g, { x }) => unary(g, 'Not', g.cast(x!, 'bool'), 'bool'),
  Select: (g, inputs) => {
    const { condition, t, e } = inputs as { condition: Node; t: Node; e: Node };
    if (t.dtype !== e.dtype) return undefined;
    // A vector condition selects whole rows.
    const rows = condition.shape.length === 1 && t.shape.length > 1;
    const mask = rows
      ? g.reshape(
          condition,
          t.shape.map((length, axis) => (axis === 0 ? length : 1)),
        )
      : condition;
    const choice = (x: Node): Node => (x.op === 'Fill' && sameShape(mask.shape, t.shape) ? number(g, x) : x);
    return where(g, g.cast(mask, 'bool'), choice(t), choice(e));
  },
  Abs: signedUnary('Abs'),
  Neg: signedUnary('Neg'),
  Exp: floatUnary('Exp'),
  Log: floatUnary('Log'),
  Sqrt: floatUnary('Sqrt'),
  Reciprocal: floatUnary('Reciprocal'),
  Sin: floatUnary('Sin'),
  Cos: floatUnary('Cos'),
  Tan: float(tan),
  Asin: floatUnary('Asin'),
  Acos: floatUnary('Acos'),
  Atan: floatUnary('Atan'),
  Sinh: floatUnary('Sinh'),
  Cosh: floatUnary('Cosh'),
  Asinh: floatUnary('Asinh'),
  Acosh: floatUnary('Acosh'),
  Atanh: floatUnary('Atanh'),
  Tanh: floatUnary('Tanh'),
  Sigmoid: float(sigmoid),
  Erf: floatUnary('Erf'),
  Ceil: floatUnary('Ceil'),
  Floor: floatUnary('Floor'),
  Round: floatUnary('Round'),
  Relu: float(relu),
  Softplus: float(softplus),
  Log1p: float(log1p),
  Expm1: float(expm1),
  Step: float(step),
  Rsqrt: float((g, x) => unary(g, 'Reciprocal', unary(g, 'Sqrt', x))),
  Square: (g, { x }) => (x!.dtype === 'bool' ? undefined : binary(g, 'Mul', x!, x!)),
  Sign: float((g, x) => where(g, unary(g, 'IsNaN', x, 'bool'), g.scalar(0), unary(g, 'Sign', x))),
  Relu6: float((g, x) => g.op('Clip', [x, g.scalar(0), g.scalar(6)], x.shape, 'float32')),
  ClipByValue: float((g, x, attributes) => {
    const bounds = [g.scalar(attributes.clipValueMin as number), g.scalar(attributes.clipValueMax as number)];
    return g.op('Clip', [x, ...bounds], x.shape, 'float32');
  }),
  LeakyRelu: float((g, x, { alpha }) =>
    g.op('LeakyRelu', [x], x.shape, 'float32', { alpha: { float: alpha as number } }),
  ),
  Prelu: (g, { x, alpha }) => {
    if (x!.dtype !== 'float32' || alpha!.dtype !== 'float32') return undefined;
    return where(g, binary(g, 'Less', x!, g.scalar(0), 'bool'), binary(g, 'Mul', x!, alpha!), x!);
  },
  Elu: float((g, x) => where(g, binary(g, 'GreaterOrEqual', x, g.scalar(0), 'bool'), x, expm1(g, x))),
  Selu: float((g, x) => {
    const { SELU_SCALE, SELU_SCALEALPHA } = tf.backend_util;
    const positive = binary(g, 'Mul', x, g.scalar(SELU_SCALE));
    const negative = binary(g, 'Mul', expm1(g, x), g.scalar(SELU_SCALEALPHA));
    return where(g, binary(g, 'GreaterOrEqual', x, g.scalar(0), 'bool'), positive, negative);
  }),
  EluGrad: (g, { dy, y }) => {
    const slope = binary(g, 'Add', y!, g.scalar(1));
    const positive = binary(g, 'GreaterOrEqual', y!, g.scalar(0), 'bool');
    return where(g, positive, dy!, binary(g, 'Mul', dy!, slope));
  },
  IsNan: (g, { x }) => (x!.dtype === 'float32' ? unary(g, 'IsNaN', x!, 'bool') : undefined),
  IsInf: (g, { x }) => (x!.dtype === 'float32' ? unary(g, 'IsInf', x!, 'bool') : undefined),
  IsFinite: (g, { x }) => {
    if (x!.dtype !== 'float32') return undefined;
    return unary(
      g,
      'Not',
      binary(g, 'Or', unary(g, 'IsNaN', x!, 'bool'), unary(g, 'IsInf', x!, 'bool'), 'bool'),
      'bool',
    );
  },
};
