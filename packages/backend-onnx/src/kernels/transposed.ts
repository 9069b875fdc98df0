import type { WindowAxis } from '../lower/patches.js';
import { recordTransposed } from '../lower/transposed-convolution.js';
import type { Graph, Node } from './kernel.js';
import { gemm } from './matmul.js';

/**
 * The transpose of a convolution. It takes the form that is fastest here when the graph is compiled.
 * @param dy `[batch, rows, columns, outputs]`.
 * @param filter `[kernel rows, kernel columns, channels, outputs]`.
 * @returns `[batch, height, width, channels]`.
 */
export function transposedConvolution(
  g: Graph,
  dy: Node,
  filter: Node,
  vertical: WindowAxis,
  horizontal: WindowAxis,
): Node {
  const [kernelRows, kernelColumns, channels, outputs] = filter.shape as [number, number, number, number];
  if (coversOnce(vertical) && coversOnce(horizontal)) {
    const weights = g.reshape(filter, [kernelRows * kernelColumns * channels, outputs]);
    const product = gemm(g, g.reshape(dy, [dy.shape[0]!, outputs]), weights, false, true);
    return g.reshape(product, [dy.shape[0]!, vertical.input, horizontal.input, channels]);
  }
  return recordTransposed(g, { dy, filter, bias: undefined, relu: false, vertical, horizontal });
}

/** One input pixel, whose outputs are exactly the kernel. */
function coversOnce(axis: WindowAxis): boolean {
  return axis.output === 1 && axis.kernel === axis.input && axis.before === 0;
}
