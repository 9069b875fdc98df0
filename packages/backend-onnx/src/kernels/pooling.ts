import * as tf from '@tensorflow/tfjs';
import { sameShape } from '../graph/node.js';
import type { WindowAxis } from '../lower/patches.js';
import { binary, unary, where } from './elementwise.js';
import type { Graph, KernelAttributes, Node, NodeInputs, Recorder, Recorders } from './kernel.js';
import { describe, elementsRead, fold, unfold } from './windows.js';

interface Geometry {
  readonly axes: readonly WindowAxis[];
  readonly output: readonly number[];
}

type Geometrist = (shape: readonly number[], attributes: KernelAttributes) => Geometry;

const plane: Geometrist = (shape, { filterSize, strides, pad, dimRoundingMode }) => {
  const info = tf.backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize as number,
    strides as number,
    1,
    pad as 'same',
    dimRoundingMode as 'floor' | undefined,
  );
  const vertical = [info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, info.padInfo.top];
  const horizontal = [info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, info.padInfo.left];
  return { axes: [vertical, horizontal].map(windowAxis), output: info.outShape };
};

const space: Geometrist = (shape, { filterSize, strides, pad, dimRoundingMode }) => {
  const info = tf.backend_util.computePool3DInfo(
    shape as [number, number, number, number, number],
    filterSize as number,
    strides as number,
    1,
    pad as 'same',
    dimRoundingMode as 'floor' | undefined,
  );
  const depth = [info.inDepth, info.outDepth, info.filterDepth, info.strideDepth, info.padInfo.front];
  const vertical = [info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, info.padInfo.top];
  const horizontal = [info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, info.padInfo.left];
  return { axes: [depth, vertical, horizontal].map(windowAxis), output: info.outShape };
};

function windowAxis([input, output, kernel, stride, before]: number[]): WindowAxis {
  return { input: input!, output: output!, kernel: kernel!, stride: stride!, dilation: 1, before: before! };
}

const isEmpty = ({ output }: Geometry): boolean => output.some((length) => length <= 0);

/** tfjs passes over NaN when it looks for a maximum in a window. */
function withoutNaN(g: Graph, x: Node): Node {
  return where(g, unary(g, 'IsNaN', x, 'bool'), g.scalar(Number.NEGATIVE_INFINITY), x);
}

function largest(g: Graph, windows: Node): Node {
  const [batch, positions, , channels] = windows.shape as [number, number, number, number];
  return g.op('ReduceMax', [windows, g.ints([2])], [batch, positions, channels], windows.dtype, { keepdims: 0 });
}

/** Place of each window's maximum among its taps, `[batch, positions, 1, channels]` of int64; the first of equals. */
function placeOfLargest(g: Graph, windows: Node, lastOfEquals: boolean): Node {
  const [batch, positions, , channels] = windows.shape as [number, number, number, number];
  const attributes = { axis: 2, keepdims: 1, select_last_index: lastOfEquals ? 1 : 0 };
  return g.op('ArgMax', [windows], [batch, positions, 1, channels], 'int64', attributes);
}

function maxPool(geometrist: Geometrist, copiesSinglePixels: boolean): Recorder {
  return (g, { x }, attributes) => {
    const geometry = geometrist(x!.shape, attributes);
    if (x!.dtype !== 'float32' || isEmpty(geometry)) return undefined;
    const isCopy = geometry.axes.every((axis) => axis.kernel === 1) && sameShape(geometry.output, x!.shape);
    if (copiesSinglePixels && isCopy) return x;
    const windows = unfold(g, withoutNaN(g, x!), geometry.axes, Number.NEGATIVE_INFINITY);
    return g.reshape(largest(g, windows), geometry.output);
  };
}

/** Ties go to the first element in two dimensions, to the last in three, as in tfjs-backend-cpu. */
function maxPoolGrad(geometrist: Geometrist, lastOfEquals: boolean): Recorder {
  return (g, { dy, input }, attributes) => {
    const geometry = gradientGeometry(geometrist, { dy: dy!, input: input! }, attributes);
    if (geometry === undefined) return undefined;
    const windows = unfold(g, withoutNaN(g, input!), geometry.axes, Number.NEGATIVE_INFINITY);
    const [batch, positions, taps, channels] = windows.shape as [number, number, number, number];
    const shape = [batch, positions, 1, channels];
    const place = placeOfLargest(g, windows, lastOfEquals);
    const range = g.constant(`range ${taps}`, [taps, 1], 'int64', () =>
      BigInt64Array.from({ length: taps }, (_, i) => BigInt(i)),
    );
    const isPlace = g.op('Equal', [range, place], windows.shape, 'bool');
    // A window without any number has no maximum.
    const lowest = g.scalar(Number.NEGATIVE_INFINITY);
    const found = binary(g, 'Greater', g.reshape(largest(g, windows), shape), lowest, 'bool');
    const zero = g.scalar(0);
    const gradients = where(g, found, g.reshape(dy!, shape), zero);
    return fold(g, where(g, isPlace, gradients, zero), geometry.axes);
  };
}

/** Padding does not count in an average. */
function avgPool(geometrist: Geometrist, copiesSinglePixels: boolean): Recorder {
  return (g, { x }, attributes) => {
    const geometry = geometrist(x!.shape, attributes);
    if (x!.dtype !== 'float32' || isEmpty(geometry)) return undefined;
    const { axes, output } = geometry;
    if (copiesSinglePixels && axes.every((axis) => axis.kernel === 1) && sameShape(output, x!.shape)) return x;
    const windows = unfold(g, x!, axes, 0);
    const [batch, positions, , channels] = windows.shape as [number, number, number, number];
    const least = copiesSinglePixels ? 0 : 1;
    const counts = g.constant(`read ${least} ${describe(axes)}`, [positions, 1], 'float32', () =>
      elementsRead(axes).map((read) => Math.max(least, read)),
    );
    const sums = g.op('ReduceSum', [windows, g.ints([2])], [batch, positions, channels], 'float32', { keepdims: 0 });
    return g.reshape(binary(g, 'Div', sums, counts), output);
  };
}

/** As in tfjs, the gradient is divided by the whole window at the edges too. */
function avgPoolGrad(geometrist: Geometrist): Recorder {
  return (g, { dy, input }, attributes) => {
    const geometry = gradientGeometry(geometrist, { dy: dy!, input: input! }, attributes);
    if (geometry === undefined) return undefined;
    const { axes } = geometry;
    const taps = axes.reduce((product, axis) => product * axis.kernel, 1);
    const [batch, channels] = [dy!.shape[0]!, dy!.shape.at(-1)!];
    const gradients = g.reshape(dy!, [batch, axes.reduce((product, axis) => product * axis.output, 1), 1, channels]);
    return binary(g, 'Mul', fold(g, gradients, axes), g.scalar(1 / taps));
  };
}

function gradientGeometry(
  geometrist: Geometrist,
  { dy, input }: NodeInputs,
  attributes: KernelAttributes,
): Geometry | undefined {
  const geometry = geometrist(input!.shape, attributes);
  const isFloat = dy!.dtype === 'float32' && input!.dtype === 'float32';
  return isFloat && !isEmpty(geometry) && sameShape(geometry.output, dy!.shape) ? geometry : undefined;
}

/** Pooling in two and three dimensions, with gradients, over gathered windows. */
export const pools: Recorders = {
  MaxPool: maxPool(plane, true),
  MaxPoolGrad: maxPoolGrad(plane, false),
  MaxPool3D: maxPool(space, false),
  MaxPool3DGrad: maxPoolGrad(space, true),
  AvgPool: avgPool(plane, true),
  AvgPoolGrad: avgPoolGrad(plane),
  AvgPool3D: avgPool(space, false),
  AvgPool3DGrad: avgPoolGrad(space),
};
