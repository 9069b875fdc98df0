import * as tf from '@tensorflow/tfjs';
import type { Graph, Node, Recorders } from './kernel.js';
import { pad, reverse, slice } from './shape.js';

type Paddings = readonly (readonly [number, number])[];

/** One axis extended by its own elements, mirrored; `repeatsEdge` counts the edge once more. */
function mirror(
  g: Graph,
  x: Node,
  axis: number,
  [before, after]: readonly [number, number],
  repeatsEdge: boolean,
): Node {
  if (before + after === 0) return x;
  const length = x.shape[axis]!;
  const total = before + length + after;
  const edge = repeatsEdge ? 1 : 0;
  const key = `mirror ${length} ${before} ${after} ${edge}`;
  const indices = g.constant(key, [total], 'int32', () =>
    Int32Array.from({ length: total }, (_, i) => {
      if (i < before) return before - i - edge;
      const j = i - before;
      return j < length ? j : 2 * (length - 1) - j + edge;
    }),
  );
  const shape = x.shape.map((n, i) => (i === axis ? total : n));
  return g.op('Gather', [x, indices], shape, x.dtype, { axis });
}

/** Blocks of space, batch and channels exchanged; mirrored and reversed images. */
export const rearrangements: Recorders = {
  DepthToSpace: (g, { x }, { blockSize, dataFormat }) => {
    if (dataFormat !== 'NHWC') return undefined;
    const [batch, height, width, depth] = x!.shape as [number, number, number, number];
    const block = blockSize as number;
    const channels = depth / (block * block);
    const split = g.reshape(x!, [batch, height, width, block, block, channels]);
    return g.reshape(g.transpose(split, [0, 1, 3, 2, 4, 5]), [batch, height * block, width * block, channels]);
  },
  SpaceToBatchND: (g, { x }, { blockShape, paddings }) => {
    if (x!.dtype === 'bool') return undefined;
    const blocks = blockShape as number[];
    const size = blocks.reduce((product, n) => product * n, 1);
    const complete = x!.shape.map((_, axis): readonly [number, number] => (paddings as Paddings)[axis - 1] ?? [0, 0]);
    const padded = complete.every(([before, after]) => before + after === 0) ? x! : pad(g, x!, complete, 0);
    const { getReshaped, getPermuted, getReshapedPermuted } = tf.backend_util;
    const split = getReshaped([...padded.shape], blocks, size, false);
    const order = getPermuted(split.length, blocks.length, false);
    const shape = getReshapedPermuted([...padded.shape], blocks, size, false);
    return g.reshape(g.transpose(g.reshape(padded, split), order), shape);
  },
  BatchToSpaceND: (g, { x }, { blockShape, crops }) => {
    const blocks = blockShape as number[];
    const size = blocks.reduce((product, n) => product * n, 1);
    const { getReshaped, getPermuted, getReshapedPermuted, getSliceBeginCoords, getSliceSize } = tf.backend_util;
    const split = getReshaped([...x!.shape], blocks, size);
    const order = getPermuted(split.length, blocks.length);
    const shape = getReshapedPermuted([...x!.shape], blocks, size);
    const starts = getSliceBeginCoords(crops as number[][], blocks.length);
    const lengths = getSliceSize(shape, crops as number[][], blocks.length);
    const begin = shape.map((_, axis) => starts[axis] ?? 0);
    const kept = shape.map((length, axis) => lengths[axis] ?? length);
    if (kept.some((length) => length <= 0)) return undefined;
    return slice(g, g.reshape(g.transpose(g.reshape(x!, split), order), shape), begin, kept);
  },
  MirrorPad: (g, { x }, { paddings, mode }) =>
    (paddings as Paddings).reduce((result, pair, axis) => mirror(g, result, axis, pair, mode === 'symmetric'), x!),
  FlipLeftRight: (g, { image }) => reverse(g, image!, [2]),
  Diag: (g, { x }) => {
    if (x!.dtype === 'bool') return undefined;
    const size = x!.shape.reduce((product, n) => product * n, 1);
    const range = g.constant(`range ${size}`, [size], 'int32', () => Int32Array.from({ length: size }, (_, i) => i));
    const onDiagonal = g.op('Equal', [g.reshape(range, [size, 1]), range], [size, size], 'bool');
    const inputs = [onDiagonal, g.reshape(x!, [size]), g.scalar(0, x!.dtype === 'int32' ? 'int32' : 'float32')];
    return g.reshape(g.op('Where', inputs, [size, size], x!.dtype), [...x!.shape, ...x!.shape]);
  },
};
