import { binary } from './elementwise.js';
import type { Graph, Node, Recorders } from './kernel.js';

/** Largest comparison table of a search, in elements. */
const MOST_COMPARISONS = 2 ** 24;

/** Indices of the k largest of the last axis in falling order, the first of equals first. */
function largestIndices(g: Graph, x: Node, k: number): Node {
  const shape = [...x.shape.slice(0, -1), k];
  // The operator's second output; the first are the values.
  return g.op('TopK#1', [x, g.ints([k])], shape, 'int64', { axis: -1, largest: 1, sorted: 1 });
}

/** Places of elements in their order. */
export const searches: Recorders = {
  TopK: (g, { x }, attributes) => {
    const k = attributes.k as number;
    const isNumber = x!.dtype === 'float32' || x!.dtype === 'int32';
    if (!isNumber || k < 1 || attributes.sorted === false) return undefined;
    const indices = largestIndices(g, x!, k);
    const values = g.op('GatherElements', [x!, indices], indices.shape, x!.dtype, { axis: x!.shape.length - 1 });
    return [values, g.cast(indices, 'int32')];
  },
  SearchSorted: (g, { sortedSequence, values }, { side }) => {
    const [rows, length] = sortedSequence!.shape as [number, number];
    const [, count] = values!.shape as [number, number];
    const sameType = sortedSequence!.dtype === values!.dtype && values!.dtype !== 'bool';
    if (!sameType || rows * length * count > MOST_COMPARISONS) return undefined;
    const sequence = g.reshape(sortedSequence!, [rows, 1, length]);
    const sought = g.reshape(values!, [rows, count, 1]);
    const before = binary(g, side === 'left' ? 'Less' : 'LessOrEqual', sequence, sought, 'bool');
    return g.sum(g.cast(before, 'int32'), [2]);
  },
};
