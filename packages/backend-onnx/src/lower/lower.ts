import type { Program } from '../graph/program.js';
import { rewrite } from '../graph/rewrite.js';
import { asBlocks } from './as-blocks.js';
import { asProduct } from './as-product.js';
import { asScattered } from './as-scattered.js';
import { asTransposed, TRANSPOSED_CONVOLUTION, type TransposedConvolution } from './transposed-convolution.js';

/**
 * A program of ONNX's operators alone: those of the trace take the form that is fastest here.
 * @param block Channels in a block of ONNX Runtime's own convolutions; undefined where it has none. Asked only if it matters.
 */
export function lower(program: Program, block: () => number | undefined): Program {
  if (program.nodes.every(({ op }) => op !== TRANSPOSED_CONVOLUTION)) return program;
  const size = block();
  return rewrite(program, (g, node, inputs) => {
    const convolution = asTransposed(node, inputs);
    if (convolution === undefined) return g.copy(node, inputs);
    const blocks = suitsBlocks(convolution, size) ? asBlocks(g, convolution, size!) : undefined;
    return blocks ?? asScattered(g, convolution) ?? asProduct(g, convolution);
  });
}

/** Channels of an image, whose phases fill one block of 16 almost; on blocks of 8 it was no gain. */
const FEW_CHANNELS = 4;

function suitsBlocks({ shape }: TransposedConvolution, size: number | undefined): boolean {
  const channels = shape[3]!;
  return size !== undefined && (channels % size === 0 || (size === 16 && channels <= FEW_CHANNELS));
}
