import { binary, unary } from './elementwise.js';
import type { Recorders } from './kernel.js';

/** Kernels composed of others. */
export const composites: Recorders = {
  FusedBatchNorm: (g, inputs, { varianceEpsilon }) => {
    const { x, mean, variance, offset, scale } = inputs;
    if (Object.values(inputs).some((input) => input && input.dtype !== 'float32')) return undefined;
    const deviation = unary(g, 'Sqrt', binary(g, 'Add', variance!, g.scalar(varianceEpsilon as number)));
    let result = binary(g, 'Div', binary(g, 'Sub', x!, mean!), deviation);
    if (scale) result = binary(g, 'Mul', result, scale);
    return offset ? binary(g, 'Add', result, offset) : result;
  },
  UnsortedSegmentSum: (g, { x, segmentIds }, { numSegments }) => {
    const segments = numSegments as number;
    const rows = x!.shape[0]!;
    // As a product with the one-hot matrix; larger ones are cheaper row by row.
    if (x!.dtype !== 'float32' || segmentIds!.shape.length !== 1 || rows * segments > 2 ** 20) return undefined;
    const range = g.constant(`range ${segments}`, [segments], 'int32', () =>
      Int32Array.from({ length: segments }, (_, i) => i),
    );
    const member = g.op('Equal', [g.reshape(range, [segments, 1]), segmentIds!], [segments, rows], 'bool');
    const width = x!.shape.slice(1).reduce((product, n) => product * n, 1);
    const values = g.reshape(x!, [rows, width]);
    const sums = g.op('Gemm', [g.cast(member, 'float32'), values], [segments, width], 'float32', {});
    return g.reshape(sums, [segments, ...x!.shape.slice(1)]);
  },
};
