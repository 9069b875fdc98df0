import type { WindowAxis } from '../lower/patches.js';
import { convolutionAxes, convolutionInfo, type Shape4D } from './convolution-geometry.js';
import { binary } from './elementwise.js';
import type { Graph, KernelAttributes, Node, Recorders } from './kernel.js';
import { activate } from './matmul.js';
import { unfold } from './windows.js';

interface Geometry {
  readonly axes: readonly WindowAxis[];
  readonly output: readonly number[];
  /** `[kernel rows, kernel columns, channels, multiplier]`. */
  readonly filter: readonly [number, number, number, number];
}

/** undefined where there is no native form: empty results, other types, channels first (which tfjs-backend-cpu lacks). */
function geometry(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: KernelAttributes,
  operands: readonly (Node | undefined)[],
): Geometry | undefined {
  if (attributes.dataFormat === 'NCHW') return undefined;
  if (operands.some((operand) => operand !== undefined && operand.dtype !== 'float32')) return undefined;
  const info = convolutionInfo(inputShape, filterShape, attributes, true);
  const { vertical, horizontal } = convolutionAxes(info);
  const axes = [vertical, horizontal];
  // Elements that another window would still fit into are a matter of the rounding of sizes, which ONNX does not know.
  const isCovered = axes.every((axis) => after(axis) > -axis.stride);
  if (!isCovered || info.outShape.some((length) => length <= 0)) return undefined;
  return { axes, output: info.outShape, filter: filterShape as Shape4D };
}

/** Weights as ONNX has them, one group for each channel: `[channels * multiplier, 1, kernel rows, kernel columns]`. */
function groupedWeights(g: Graph, filter: Node, { filter: [rows, columns, channels, multiplier] }: Geometry): Node {
  return g.reshape(g.transpose(filter, [2, 3, 0, 1]), [channels * multiplier, 1, rows, columns]);
}

/** Zeros after the last element that the windows read; negative if they do not reach it. */
function after({ input, output, kernel, stride, dilation, before }: WindowAxis): number {
  return (output - 1) * stride + (kernel - 1) * dilation + 1 - before - input;
}

function groupedAttributes({ axes, filter }: Geometry): { [name: string]: number | number[] } {
  return {
    group: filter[2],
    kernel_shape: axes.map((axis) => axis.kernel),
    strides: axes.map((axis) => axis.stride),
    dilations: axes.map((axis) => axis.dilation),
    pads: [...axes.map((axis) => axis.before), ...axes.map((axis) => Math.max(0, after(axis)))],
  };
}

/** Channels first for ONNX, whose grouped convolutions are several times faster than products over gathered windows. */
function convolve(g: Graph, x: Node, filter: Node, shape: Geometry): Node {
  const [batch, height, width, channels] = shape.output as Shape4D;
  const inputs = [g.transpose(x, [0, 3, 1, 2]), groupedWeights(g, filter, shape)];
  const result = g.op('Conv', inputs, [batch, channels, height, width], 'float32', groupedAttributes(shape));
  return g.transpose(result, [0, 2, 3, 1]);
}

function inputGradient(g: Graph, dy: Node, filter: Node, shape: Geometry, input: Shape4D): Node {
  const [batch, height, width, channels] = input;
  const inputs = [g.transpose(dy, [0, 3, 1, 2]), groupedWeights(g, filter, shape)];
  const attributes = {
    ...groupedAttributes(shape),
    output_padding: shape.axes.map((axis) => Math.max(0, -after(axis))),
  };
  const result = g.op('ConvTranspose', inputs, [batch, channels, height, width], 'float32', attributes);
  return g.transpose(result, [0, 2, 3, 1]);
}

/** Depthwise convolutions and their gradients. */
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
    return inputGradient(g, dy!, filter!, shape, attributes.inputShape as Shape4D);
  },
};
