import * as tf from '@tensorflow/tfjs';
import { sizeOf } from '../graph/node.js';
import { binary } from './elementwise.js';
import type { Graph, KernelAttributes, Node, Recorders } from './kernel.js';
import { activate } from './matmul.js';
import type { WindowAxis } from './patches.js';
import { fold, unfold } from './windows.js';

interface Geometry {
  readonly axes: readonly WindowAxis[];
  readonly output: readonly number[];
  /** `[kernel rows, kernel columns, channels, multiplier]`. */
  readonly filter: readonly [number, number, number, number];
}

type Shape4D = [number, number, number, number];

/** undefined where there is no native form: empty results, other types, channels first (which tfjs-backend-cpu lacks). */
function geometry(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: KernelAttributes,
  operands: readonly (Node | undefined)[],
): Geometry | undefined {
  if (attributes.dataFormat === 'NCHW') return undefined;
  if (operands.some((operand) => operand !== undefined && operand.dtype !== 'float32')) return undefined;
  const info = tf.backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    attributes.strides as [number, number],
    (attributes.dilations as [number, number] | undefined) ?? 1,
    attributes.pad as 'same',
    attributes.dimRoundingMode as 'floor' | undefined,
    true,
  );
  const vertical: WindowAxis = {
    input: info.inHeight,
    output: info.outHeight,
    kernel: info.filterHeight,
    stride: info.strideHeight,
    dilation: info.dilationHeight,
    before: info.padInfo.top,
  };
  const horizontal: WindowAxis = {
    input: info.inWidth,
    output: info.outWidth,
    kernel: info.filterWidth,
    stride: info.strideWidth,
    dilation: info.dilationWidth,
    before: info.padInfo.left,
  };
  if (info.outShape.some((length) => length <= 0)) return undefined;
  return { axes: [vertical, horizontal], output: info.outShape, filter: filterShape as Shape4D };
}

function convolve(g: Graph, x: Node, filter: Node, shape: Geometry): Node {
  const [rows, columns, channels, multiplier] = shape.filter;
  const windows = unfold(g, x, shape.axes, 0);
  const [batch, positions, taps] = windows.shape as [number, number, number];
  const weights = g.reshape(filter, [rows * columns, channels, multiplier]);
  const products = binary(g, 'Mul', g.reshape(windows, [batch, positions, taps, channels, 1]), weights);
  const sums = g.op('ReduceSum', [products, g.ints([2])], [batch, positions, channels, multiplier], 'float32', {
    keepdims: 0,
  });
  return g.reshape(sums, shape.output);
}

/** Depthwise convolutions and their gradients: windows times weights, channel by channel. */
export const depthwiseConvolutions: Recorders = {
  DepthwiseConv2dNative: (g, { x, filter }, attributes) => {
    const shape = geometry(x!.shape, filter!.shape, attributes, [x, filter]);
    return shape && convolve(g, x!, filter!, shape);
  },
  FusedDepthwiseConv2D: (g, { x, filter, bias, preluActivationWeights }, attributes) => {
    const shape = geometry(x!.shape, filter!.shape, attributes, [x, filter, bias]);
    if (shape === undefined || preluActivationWeights) return undefined;
    const result = convolve(g, x!, filter!, shape);
    return activate(g, bias ? binary(g, 'Add', result, bias) : result, attributes);
  },
  DepthwiseConv2dNativeBackpropFilter: (g, { x, dy }, attributes) => {
    const shape = geometry(x!.shape, attributes.filterShape as Shape4D, attributes, [x, dy]);
    if (shape === undefined || shape.axes.some((axis) => axis.dilation > 1)) return undefined;
    const [rows, columns, channels, multiplier] = shape.filter;
    const windows = unfold(g, x!, shape.axes, 0);
    const [batch, positions, taps] = windows.shape as [number, number, number];
    const left = g.reshape(windows, [batch * positions, taps, channels, 1]);
    const gradients = g.reshape(dy!, [batch * positions, 1, channels, multiplier]);
    return g.reshape(g.sum(binary(g, 'Mul', left, gradients), [0]), [rows, columns, channels, multiplier]);
  },
  DepthwiseConv2dNativeBackpropInput: (g, { dy, filter }, attributes) => {
    const shape = geometry(attributes.inputShape as Shape4D, filter!.shape, attributes, [dy, filter]);
    if (shape === undefined || shape.axes.some((axis) => axis.dilation > 1)) return undefined;
    const [rows, columns, channels, multiplier] = shape.filter;
    const positions = sizeOf(shape.axes.map((axis) => axis.output));
    const gradients = g.reshape(dy!, [dy!.shape[0]!, positions, 1, channels, multiplier]);
    const weights = g.reshape(filter!, [rows * columns, channels, multiplier]);
    return fold(g, g.sum(binary(g, 'Mul', gradients, weights), [4]), shape.axes);
  },
};
