import { patches, type WindowAxis } from '../lower/patches.js';
import { convolutionAxes, convolutionInfo, type Shape4D } from './convolution-geometry.js';
import type { Graph, KernelAttributes, Node, Recorders } from './kernel.js';
import { activate, gemm } from './matmul.js';
import { add } from './merging.js';
import { slice } from './shape.js';
import { transposedConvolution } from './transposed.js';

interface Geometry {
  readonly vertical: WindowAxis;
  readonly horizontal: WindowAxis;
  /** Shape of the input, channels last. */
  readonly input: [number, number, number, number];
  readonly outputs: number;
  readonly channelsFirst: boolean;
}

function geometry(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: KernelAttributes,
): Geometry {
  const channelsFirst = attributes.dataFormat === 'NCHW';
  const info = convolutionInfo(inputShape, filterShape, attributes, false);
  return {
    ...convolutionAxes(info),
    input: [info.batchSize, info.inHeight, info.inWidth, info.inChannels],
    outputs: info.outChannels,
    channelsFirst,
  };
}

const toChannelsLast = (g: Graph, x: Node, when: boolean): Node => (when ? g.transpose(x, [0, 2, 3, 1]) : x);
const toChannelsFirst = (g: Graph, x: Node, when: boolean): Node => (when ? g.transpose(x, [0, 3, 1, 2]) : x);

function convolve(g: Graph, x: Node, filter: Node, shape: Geometry): Node {
  const { vertical, horizontal, outputs, input } = shape;
  const windows = patches(g, toChannelsLast(g, x, shape.channelsFirst), vertical, horizontal);
  const weights = g.reshape(filter, [windows.shape[1]!, outputs]);
  return g.reshape(gemm(g, windows, weights), [input[0], vertical.output, horizontal.output, outputs]);
}

/** Grouped convolutions (fewer filter channels than input channels) and empty results have no native form. */
function isPlain(filterShape: readonly number[], { vertical, horizontal, input }: Geometry): boolean {
  return filterShape[2] === input[3] && vertical.output > 0 && horizontal.output > 0;
}

/** The gradient of the output, channels last. tfjs lets it be larger than the output; what is beyond is left out. */
function outputGradient(g: Graph, dy: Node, { input, vertical, horizontal, outputs, channelsFirst }: Geometry): Node {
  const size = [input[0], vertical.output, horizontal.output, outputs];
  return slice(g, toChannelsLast(g, dy, channelsFirst), [0, 0, 0, 0], size);
}

/** Two-dimensional convolutions and their gradients, as matrix products over gathered windows. */
export const convolutions: Recorders = {
  Conv2D: (g, { x, filter }, attributes) => {
    const shape = geometry(x!.shape, filter!.shape, attributes);
    if (!isPlain(filter!.shape, shape)) return undefined;
    return toChannelsFirst(g, convolve(g, x!, filter!, shape), shape.channelsFirst);
  },
  FusedConv2D: (g, { x, filter, bias, preluActivationWeights }, attributes) => {
    const shape = geometry(x!.shape, filter!.shape, attributes);
    if (!isPlain(filter!.shape, shape) || preluActivationWeights || (bias && bias.shape.length > 1)) return undefined;
    const result = convolve(g, x!, filter!, shape);
    const activated = activate(g, bias ? add(g, result, bias) : result, attributes);
    return activated && toChannelsFirst(g, activated, shape.channelsFirst);
  },
  Conv2DBackpropFilter: (g, { x, dy }, attributes) => {
    const filterShape = attributes.filterShape as Shape4D;
    const shape = geometry(x!.shape, filterShape, attributes);
    if (!isPlain(filterShape, shape)) return undefined;
    const windows = patches(g, toChannelsLast(g, x!, shape.channelsFirst), shape.vertical, shape.horizontal);
    const gradients = g.reshape(outputGradient(g, dy!, shape), [windows.shape[0]!, shape.outputs]);
    return g.reshape(gemm(g, windows, gradients, true, false), filterShape);
  },
  Conv2DBackpropInput: (g, { dy, filter }, attributes) => {
    const shape = geometry(attributes.inputShape as Shape4D, filter!.shape, attributes);
    if (!isPlain(filter!.shape, shape)) return undefined;
    const gradients = outputGradient(g, dy!, shape);
    const result = transposedConvolution(g, gradients, filter!, shape.vertical, shape.horizontal);
    return toChannelsFirst(g, result, shape.channelsFirst);
  },
};
