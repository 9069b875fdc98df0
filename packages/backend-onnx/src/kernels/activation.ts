import * as tf from '@tensorflow/tfjs';
import { binary, float, unary, where } from './elementwise.js';
import { expm1, log1p } from './exponential.js';
import type { Graph, KernelAttributes, Node, Recorders } from './kernel.js';
import { relu } from './merging.js';

/** 1 / (1 + exp(-x)). ONNX Runtime's Sigmoid loses the lower tail: under -17.8 it is 0, and its logarithm infinite. */
export function sigmoid(g: Graph, x: Node): Node {
  return unary(g, 'Reciprocal', binary(g, 'Add', unary(g, 'Exp', unary(g, 'Neg', x)), g.scalar(1)));
}

/** max(x, 0) + log(1 + exp(-|x|)), accurate in both tails. */
export function softplus(g: Graph, x: Node): Node {
  return binary(g, 'Add', relu(g, x), log1p(g, unary(g, 'Exp', unary(g, 'Neg', unary(g, 'Abs', x)))));
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

/** Activation functions of networks. */
export const activations: Recorders = {
  Relu: float(relu),
  Relu6: float((g, x) => g.op('Clip', [x, g.scalar(0), g.scalar(6)], x.shape, 'float32')),
  LeakyRelu: float((g, x, { alpha }) =>
    g.op('LeakyRelu', [x], x.shape, 'float32', { alpha: { float: alpha as number } }),
  ),
  Prelu: (g, { x, alpha }) => {
    if (x!.dtype !== 'float32' || alpha!.dtype !== 'float32') return undefined;
    return where(g, binary(g, 'Less', x!, g.scalar(0), 'bool'), binary(g, 'Mul', x!, alpha!), x!);
  },
  Elu: float((g, x) => where(g, binary(g, 'GreaterOrEqual', x, g.scalar(0), 'bool'), x, expm1(g, x))),
  EluGrad: (g, { dy, y }) => {
    const slope = binary(g, 'Add', y!, g.scalar(1));
    const positive = binary(g, 'GreaterOrEqual', y!, g.scalar(0), 'bool');
    return where(g, positive, dy!, binary(g, 'Mul', dy!, slope));
  },
  Selu: float((g, x) => {
    const { SELU_SCALE, SELU_SCALEALPHA } = tf.backend_util;
    const positive = binary(g, 'Mul', x, g.scalar(SELU_SCALE));
    const negative = binary(g, 'Mul', expm1(g, x), g.scalar(SELU_SCALEALPHA));
    return where(g, binary(g, 'GreaterOrEqual', x, g.scalar(0), 'bool'), positive, negative);
  }),
  Sigmoid: float(sigmoid),
  Softplus: float(softplus),
  Step: float(step),
};
