import * as tf from '@tensorflow/tfjs';
import { sizeOf } from '../graph/node.js';
import type { WindowAxis } from '../lower/patches.js';
import type { Graph, KernelAttributes, Node, Recorders } from './kernel.js';
import { gemm } from './matmul.js';
import { fold, unfold } from './windows.js';

type Shape5D = [number, number, number, number, number];

interface Geometry {
  readonly axes: readonly WindowAxis[];
  readonly output: Shape5D;
  /** `[kernel depth, kernel rows, kernel columns, channels, outputs]`. */
  readonly filter: Shape5D;
  /** Length of a window with its channels. */
  readonly width: number;
  readonly positions: number;
}

/** undefined where there is no native form: empty results and other types. */
function geometry(
  input: readonly number[],
  filter: readonly number[],
  attributes: KernelAttributes,
  operands: readonly Node[],
): Geometry | undefined {
  const info = tf.backend_util.computeConv3DInfo(
    input as Shape5D,
    filter as Shape5D,
    attributes.strides as [number, number, number],
    (attributes.dilations as [number, number, number] | undefined) ?? 1,
    attributes.pad as 'same',
  );
  const depth = [info.inDepth, info.outDepth, info.filterDepth, info.strideDepth, info.dilationDepth];
  const vertical = [info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, info.dilationHeight];
  const horizontal = [info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, info.dilationWidth];
  const axes = [
    windowAxis(depth, info.padInfo.front),
    windowAxis(vertical, info.padInfo.top),
    windowAxis(horizontal, info.padInfo.left),
  ];
  const isEmpty = info.outShape.some((length) => length <= 0);
  if (isEmpty || filter[3] !== info.inChannels || operands.some((x) => x.dtype !== 'float32')) return undefined;
  return {
    axes,
    output: info.outShape,
    filter: filter as Shape5D,
    width: sizeOf(filter.slice(0, 4)),
    positions: info.batchSize * info.outDepth * info.outHeight * info.outWidth,
  };
}

function windowAxis([input, output, kernel, stride, dilation]: number[], before: number): WindowAxis {
  return { input: input!, output: output!, kernel: kernel!, stride: stride!, dilation: dilation!, before };
}

function windowRows(g: Graph, x: Node, shape: Geometry): Node {
  return g.reshape(unfold(g, x, shape.axes, 0), [shape.positions, shape.width]);
}

/** Three-dimensional convolutions and their gradients, as matrix products over gathered windows. */
export const convolutions3d: Recorders = {
  Conv3D: (g, { x, filter }, attributes) => {
    const shape = geometry(x!.shape, filter!.shape, attributes, [x!, filter!]);
    if (shape === undefined) return undefined;
    const weights = g.reshape(filter!, [shape.width, shape.filter[4]]);
    return g.reshape(gemm(g, windowRows(g, x!, shape), weights), shape.output);
  },
  Conv3DBackpropFilterV2: (g, { x, dy }, attributes) => {
    const shape = geometry(x!.shape, attributes.filterShape as Shape5D, attributes, [x!, dy!]);
    if (shape === undefined) return undefined;
    const gradients = g.reshape(dy!, [shape.positions, shape.filter[4]]);
    return g.reshape(gemm(g, windowRows(g, x!, shape), gradients, true), shape.filter);
  },
  Conv3DBackpropInputV2: (g, { dy, filter }, attributes) => {
    const shape = geometry(attributes.inputShape as Shape5D, filter!.shape, attributes, [dy!, filter!]);
    if (shape === undefined) return undefined;
    const weights = g.reshape(filter!, [shape.width, shape.filter[4]]);
    const parts = gemm(g, g.reshape(dy!, [shape.positions, shape.filter[4]]), weights, false, true);
    const [batch, ...rest] = shape.output;
    const [depth, rows, columns, channels] = shape.filter;
    const windows = [batch, sizeOf(rest.slice(0, 3)), depth * rows * columns, channels];
    return fold(g, g.reshape(parts, windows), shape.axes);
  },
};
