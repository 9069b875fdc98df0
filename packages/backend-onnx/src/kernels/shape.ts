import * as tf from '@tensorflow/tfjs';
import { sameShape, sizeOf } from '../graph/node.js';
import { axesOf, type Graph, listOf, type Node, type NodeInputs, type Recorders } from './kernel.js';
import { valuesAtHand } from './values-at-hand.js';

/** Part of a tensor. */
export function slice(g: Graph, x: Node, begin: readonly number[], size: readonly number[]): Node {
  const axes = x.shape.map((_, axis) => axis).filter((axis) => begin[axis] !== 0 || size[axis] !== x.shape[axis]);
  if (axes.length === 0) return x;
  if (x.op === 'Fill') return g.fill(size, x.attributes!.value as 0 | 1, x.dtype);
  const starts = g.ints(axes.map((axis) => begin[axis]!));
  const ends = g.ints(axes.map((axis) => begin[axis]! + size[axis]!));
  return g.op('Slice', [x, starts, ends, g.ints(axes)], size, x.dtype);
}

function concat(g: Graph, parts: readonly Node[], axis: number): Node | undefined {
  if (parts.length === 1) return parts[0];
  if (parts.some((part) => part.dtype !== parts[0]!.dtype)) return undefined;
  tf.backend_util.assertParamsConsistent(
    parts.map((part) => [...part.shape]),
    axis,
  );
  const length = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
  const shape = parts[0]!.shape.map((n, i) => (i === axis ? length : n));
  return g.op('Concat', parts, shape, parts[0]!.dtype, { axis });
}

/** Adds elements of one value before and after each axis. */
export function pad(g: Graph, x: Node, paddings: readonly (readonly [number, number])[], value: number): Node {
  const shape = x.shape.map((n, axis) => n + paddings[axis]![0] + paddings[axis]![1]);
  const pads = g.ints([...paddings.map((pair) => pair[0]), ...paddings.map((pair) => pair[1])]);
  return g.op('Pad', [x, pads, g.scalar(value, x.dtype === 'int32' ? 'int32' : 'float32')], shape, x.dtype);
}

/** Elements in reverse order along some axes. */
export function reverse(g: Graph, x: Node, axes: readonly number[]): Node {
  if (x.shape.length === 0 || axes.length === 0) return x;
  const starts = g.ints(axes.map(() => -1));
  const ends = g.ints(axes.map((axis) => -x.shape[axis]! - 1));
  return g.op('Slice', [x, starts, ends, g.ints(axes), g.ints(axes.map(() => -1))], x.shape, x.dtype);
}

function tile(g: Graph, x: Node, reps: readonly number[]): Node {
  const shape = x.shape.map((n, axis) => n * reps[axis]!);
  if (x.op === 'Fill') return g.fill(shape, x.attributes!.value as 0 | 1, x.dtype);
  // Repeating axes of length 1 is a broadcast.
  if (x.shape.every((n, axis) => n === 1 || reps[axis] === 1)) return broadcast(g, x, shape);
  return g.op('Tile', [x, g.ints(reps)], shape, x.dtype);
}

/** Repeats axes of length 1 until the shape is reached. */
export function broadcast(g: Graph, x: Node, shape: readonly number[]): Node {
  if (sizeOf(x.shape) === sizeOf(shape)) return g.reshape(x, shape);
  if (x.op === 'Fill') return g.fill(shape, x.attributes!.value as 0 | 1, x.dtype);
  return g.op('Expand', [x, g.ints(shape)], shape, x.dtype);
}

function split(g: Graph, x: Node, sizes: readonly number[], axis: number): Node[] {
  let offset = 0;
  return sizes.map((length) => {
    const begin = x.shape.map((_, i) => (i === axis ? offset : 0));
    offset += length;
    return slice(
      g,
      x,
      begin,
      x.shape.map((n, i) => (i === axis ? length : n)),
    );
  });
}

function gather(g: Graph, inputs: NodeInputs, axis: number): Node | undefined {
  const { x, indices } = inputs as { x: Node; indices: Node };
  if (indices.dtype !== 'int32') return undefined;
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return g.op('Gather', [x, checkedIndices(g, indices, x.shape[axis]!)], shape, x.dtype, { axis });
}

/**
 * Indices that are refused if they are not in [0, length): at once where their values are at hand, and in any case when
 * they are used. ONNX counts negative ones from the end, so they become an index beyond the end.
 */
function checkedIndices(g: Graph, indices: Node, length: number): Node {
  for (const index of valuesAtHand(indices)) {
    if (index < 0 || index >= length)
      throw new Error(`GatherV2: the index value ${index} is not in [0, ${length - 1}]`);
  }
  const negative = g.op('Less', [indices, g.scalar(0, 'int32')], indices.shape, 'bool');
  return g.op('Where', [negative, g.scalar(length, 'int32'), indices], indices.shape, 'int32');
}

/** Kernels that move elements without changing them. */
export const shapes: Recorders = {
  Transpose: (g, { x }, { perm }) => g.transpose(x!, perm as number[]),
  Slice: (g, { x }, { begin, size }) => {
    const [start, length] = tf.slice_util.parseSliceParams(
      { shape: x!.shape as number[] } as tf.TensorInfo,
      begin as number[],
      size as number[],
    );
    tf.slice_util.assertParamsValid({ shape: x!.shape as number[] } as tf.TensorInfo, start!, length!);
    return slice(g, x!, start!, length!);
  },
  StridedSlice: (g, { x }, a) => {
    const info = tf.slice_util.sliceInfo(
      x!.shape as number[],
      a.begin as number[],
      a.end as number[],
      a.strides as number[],
      a.beginMask as number,
      a.endMask as number,
      a.ellipsisMask as number,
      a.newAxisMask as number,
      a.shrinkAxisMask as number,
    );
    if (sizeOf(info.finalShapeSparse) === 0 || !info.strides.every((step) => step > 0)) return undefined;
    const size = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
    const axes = g.ints(size.map((_, axis) => axis));
    const bounds = [g.ints(info.begin), g.ints(info.end), axes, g.ints(info.strides)];
    return g.reshape(g.op('Slice', [x!, ...bounds], size, x!.dtype), info.finalShape);
  },
  Concat: (g, inputs, { axis }) => {
    const parts = listOf(inputs);
    return concat(g, parts, axesOf(axis, parts[0]!.shape.length)[0]!);
  },
  Pack: (g, inputs, { axis }) => {
    const parts = listOf(inputs);
    const [position] = axesOf(axis, parts[0]!.shape.length + 1);
    for (const { shape, dtype } of parts) {
      if (!sameShape(shape, parts[0]!.shape) || dtype !== parts[0]!.dtype) {
        const found = parts.map((part) => `${part.dtype} [${part.shape}]`).join(', ');
        throw new Error(`stack: all tensors must have the same shape and type, found ${found}.`);
      }
    }
    const widened = parts.map((part) => {
      const shape = [...part.shape];
      shape.splice(position!, 0, 1);
      return g.reshape(part, shape);
    });
    return concat(g, widened, position!);
  },
  Unpack: (g, { value }, { axis }) => {
    const [position] = axesOf(axis, value!.shape.length);
    const ones = Array<number>(value!.shape[position!]!).fill(1);
    const shape = value!.shape.filter((_, i) => i !== position);
    return split(g, value!, ones, position!).map((part) => g.reshape(part, shape));
  },
  SplitV: (g, { x }, { numOrSizeSplits, axis }) => {
    const [position] = axesOf(axis, x!.shape.length);
    const info = x as unknown as tf.Tensor;
    return split(g, x!, tf.backend_util.prepareSplitSize(info, numOrSizeSplits as number[], position), position!);
  },
  PadV2: (g, { x }, { paddings, constantValue }) => {
    if (x!.dtype === 'bool') return undefined;
    return pad(g, x!, paddings as [number, number][], constantValue as number);
  },
  Tile: (g, { x }, { reps }) =>
    (reps as number[]).length === x!.shape.length ? tile(g, x!, reps as number[]) : undefined,
  GatherV2: (g, inputs, { axis, batchDims }) =>
    batchDims ? undefined : gather(g, inputs, axesOf(axis, inputs.x!.shape.length)[0]!),
  Reverse: (g, { x }, { dims }) => reverse(g, x!, axesOf(dims, x!.shape.length)),
  OneHot: (g, { indices }, { depth, onValue, offValue, dtype }) => {
    if (dtype === 'bool' || indices!.dtype !== 'int32') return undefined;
    const type = dtype === 'int32' ? 'int32' : 'float32';
    const classes = g.constant(`range ${depth}`, [depth as number], 'int32', () =>
      Int32Array.from({ length: depth as number }, (_, i) => i),
    );
    const shape = [...indices!.shape, depth as number];
    // ONNX's OneHot counts negative indices from the end; a comparison leaves them cold, as tfjs does.
    const hot = g.op('Equal', [g.reshape(indices!, [...indices!.shape, 1]), classes], shape, 'bool');
    if (onValue === 1 && offValue === 0) return g.cast(hot, type);
    return g.op('Where', [hot, g.scalar(onValue as number, type), g.scalar(offValue as number, type)], shape, type);
  },
};
