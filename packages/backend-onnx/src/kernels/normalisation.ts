import { sizeOf } from '../graph/node.js';
import { binary, unary, where } from './elementwise.js';
import type { Graph, KernelAttributes, Node, Recorders } from './kernel.js';
import { gemm } from './matmul.js';
import { scatterRows } from './scatter.js';
import { slice } from './shape.js';
import { unfold } from './windows.js';

/** Sum over the channels up to `radius` away, of `[..., channels]`. */
function neighbourhood(g: Graph, x: Node, radius: number): Node {
  const channels = x.shape.at(-1)!;
  const rows = sizeOf(x.shape) / channels;
  const axis = { input: channels, output: channels, kernel: 2 * radius + 1, stride: 1, dilation: 1, before: radius };
  const windows = unfold(g, g.reshape(x, [rows, channels, 1]), [axis], 0);
  return g.reshape(g.sum(windows, [2]), x.shape);
}

/** bias + alpha times the sum of squares of neighbouring channels. */
function localNorm(g: Graph, x: Node, { depthRadius, bias, alpha }: KernelAttributes): Node {
  const squares = neighbourhood(g, binary(g, 'Mul', x, x), depthRadius as number);
  return binary(g, 'Add', binary(g, 'Mul', squares, g.scalar(alpha as number)), g.scalar(bias as number));
}

const isFloat = (x: Node | undefined): boolean => x === undefined || x.dtype === 'float32';

/** Largest one-hot matrix by which segments are summed; beyond it rows are added one after the other. */
const MOST_MEMBERSHIPS = 2 ** 20;

/** Normalisations and sums over segments. */
export const composites: Recorders = {
  FusedBatchNorm: (g, inputs, { varianceEpsilon }) => {
    const { x, mean, variance, offset, scale } = inputs;
    if (!Object.values(inputs).every(isFloat)) return undefined;
    const deviation = unary(g, 'Sqrt', binary(g, 'Add', variance!, g.scalar(varianceEpsilon as number)));
    let result = binary(g, 'Div', binary(g, 'Sub', x!, mean!), deviation);
    if (scale) result = binary(g, 'Mul', result, scale);
    return offset ? binary(g, 'Add', result, offset) : result;
  },
  LRN: (g, { x }, attributes) => {
    if (!isFloat(x)) return undefined;
    const power = binary(g, 'Pow', localNorm(g, x!, attributes), g.scalar(-(attributes.beta as number)));
    return binary(g, 'Mul', x!, power);
  },
  LRNGrad: (g, { x, y, dy }, attributes) => {
    if (![x, y, dy].every(isFloat)) return undefined;
    const { depthRadius, alpha, beta } = attributes as { depthRadius: number; alpha: number; beta: number };
    const norm = localNorm(g, x!, attributes);
    const own = binary(g, 'Mul', dy!, binary(g, 'Pow', norm, g.scalar(-beta)));
    const shared = neighbourhood(g, binary(g, 'Div', binary(g, 'Mul', y!, dy!), norm), depthRadius);
    return binary(g, 'Sub', own, binary(g, 'Mul', binary(g, 'Mul', x!, shared), g.scalar(2 * alpha * beta)));
  },
  UnsortedSegmentSum: (g, { x, segmentIds }, { numSegments }) => {
    const segments = numSegments as number;
    if (x!.dtype !== 'float32' || segmentIds!.shape.length !== 1 || segments < 1) return undefined;
    const rows = x!.shape[0]!;
    const width = sizeOf(x!.shape) / rows;
    const shape = [segments, ...x!.shape.slice(1)];
    const values = g.reshape(x!, [rows, width]);
    const range = g.constant(`range ${segments}`, [segments], 'int32', () =>
      Int32Array.from({ length: segments }, (_, i) => i),
    );
    if (rows * segments > MOST_MEMBERSHIPS) {
      // One more row takes what belongs to no segment.
      const [none, last] = [g.scalar(segments, 'int32'), g.scalar(segments - 1, 'int32')];
      const beyond = binary(g, 'Greater', segmentIds!, last, 'bool');
      const negative = binary(g, 'Less', segmentIds!, g.scalar(0, 'int32'), 'bool');
      const ids = where(g, binary(g, 'Or', beyond, negative, 'bool'), none, segmentIds!);
      const sums = scatterRows(g, g.fill([segments + 1, width], 0, 'float32'), ids, values, 'add');
      return g.reshape(slice(g, sums, [0, 0], [segments, width]), shape);
    }
    const member = g.op('Equal', [g.reshape(range, [segments, 1]), segmentIds!], [segments, rows], 'bool');
    return g.reshape(gemm(g, g.cast(member, 'float32'), values), shape);
  },
};
