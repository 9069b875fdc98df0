import * as tf from '@tensorflow/tfjs';
import { sizeOf } from '../graph/node.js';
import { where } from './elementwise.js';
import type { Graph, Node, Recorders } from './kernel.js';
import { broadcast } from './shape.js';
import { valuesAtHand } from './values-at-hand.js';

/**
 * Positions of whole slices in row-major order, from coordinates along the leading axes. ONNX would count negative ones
 * from the end; like those beyond it they are refused: at once where the values are at hand, else when they are used.
 * @param indices `[..., axes]`, int32; the last axis may be left out if there is one coordinate.
 * @param strides One for each coordinate.
 * @returns `[count]`, int32.
 */
function slicePositions(g: Graph, indices: Node, strides: readonly number[], slices: number): Node {
  const axes = strides.length;
  const count = sizeOf(indices.shape) / axes;
  let [place, position] = [0, 0];
  for (const coordinate of valuesAtHand(indices)) {
    position += coordinate * strides[place++]!;
    if (place < axes) continue;
    if (position < 0 || position >= slices) {
      throw new Error(
        `Invalid indices: position ${position} is not in [0, ${slices}) (coordinates times [${strides}]).`,
      );
    }
    [place, position] = [0, 0];
  }
  const rows = g.reshape(indices, [count, axes]);
  const steps = g.constant(`strides ${strides}`, [axes], 'int32', () => Int32Array.from(strides));
  const positions = g.sum(g.op('Mul', [rows, steps], [count, axes], 'int32'), [1]);
  const negative = g.op('Less', [positions, g.scalar(0, 'int32')], [count], 'bool');
  return where(g, negative, g.scalar(slices, 'int32'), positions);
}

/** Rows of `updates` put into, or added to, the rows of `x`, one after the other; `[rows, width]` all of them. */
export function scatterRows(g: Graph, x: Node, positions: Node, updates: Node, reduction: 'none' | 'add'): Node {
  const indices = broadcast(g, g.reshape(positions, [updates.shape[0]!, 1]), updates.shape);
  return g.op('ScatterElements', [x, indices, updates], x.shape, x.dtype, { axis: 0, reduction });
}

function scatter(
  g: Graph,
  start: (shape: readonly number[]) => Node,
  indices: Node,
  updates: Node,
  shape: readonly number[],
  reduction: 'none' | 'add',
): Node | undefined {
  if (indices.dtype !== 'int32' || updates.dtype === 'bool' || sizeOf(shape) === 0) return undefined;
  const { sliceRank, sliceSize, numUpdates, strides, outputSize } = tf.backend_util.calculateShapes(
    updates as unknown as tf.Tensor,
    { ...indices, rank: indices.shape.length } as unknown as tf.Tensor,
    [...shape],
  );
  const slices = outputSize / sliceSize;
  const positions = slicePositions(g, indices, strides.slice(0, sliceRank), slices);
  const rows = broadcast(g, updates.shape.length === 0 ? g.reshape(updates, [1, 1]) : updates, [numUpdates, sliceSize]);
  return g.reshape(scatterRows(g, start([slices, sliceSize]), positions, rows, reduction), shape);
}

/** Slices read from, and written to, positions that a tensor gives. */
export const scatters: Recorders = {
  GatherNd: (g, { params, indices }) => {
    if (indices!.dtype !== 'int32') return undefined;
    const { shape } = indices!;
    const [result, count, width, strides] = tf.backend_util.prepareAndValidate(
      { ...params, rank: params!.shape.length } as unknown as tf.Tensor,
      { ...indices, rank: shape.length } as unknown as tf.Tensor,
    );
    if (sizeOf(result) === 0) return undefined;
    const slices = sizeOf(params!.shape) / width;
    const positions = slicePositions(g, indices!, strides.slice(0, shape.at(-1)), slices);
    const rows = g.reshape(params!, [slices, width]);
    return g.reshape(g.op('Gather', [rows, positions], [count, width], params!.dtype, { axis: 0 }), result);
  },
  ScatterNd: (g, { indices, updates }, { shape }) => {
    const zeros = (rows: readonly number[]): Node => g.fill(rows, 0, updates!.dtype);
    return scatter(g, zeros, indices!, updates!, shape as number[], 'add');
  },
  TensorScatterUpdate: (g, { tensor, indices, updates }) => {
    if (tensor!.dtype !== updates!.dtype) return undefined;
    return scatter(g, (rows) => g.reshape(tensor!, rows), indices!, updates!, tensor!.shape, 'none');
  },
  SparseToDense: (g, { sparseIndices, sparseValues, defaultValue }, { outputShape }) => {
    if (defaultValue!.dtype !== sparseValues!.dtype) return undefined;
    const background = (rows: readonly number[]): Node => broadcast(g, g.reshape(defaultValue!, [1, 1]), rows);
    return scatter(g, background, sparseIndices!, sparseValues!, outputShape as number[], 'none');
  },
};
