import { Graph } from '../graph/graph.js';
import { sizeOf } from '../graph/node.js';
import { planProgram } from '../graph/program.js';
import { lower } from '../lower/lower.js';
import { recordTransposed } from '../lower/transposed-convolution.js';
import { encodeModel, feedName, outputName } from '../onnx/model.js';
import type { Runtime } from './runtime.js';

/** Block sizes that ONNX Runtime has: one vector of the processor. */
const SIZES = [16, 8];
/** Largest difference from the matrix product, whose values are of order 1, that rounding explains. */
const TOLERANCE = 1e-4;

/**
 * Channels in a block of ONNX Runtime's blocked convolutions on this processor; undefined if it has none. They are
 * internal to ONNX Runtime, so this tries: a size is right if a convolution with it gives what the matrix product gives.
 */
export function blockSizeOf(runtime: Pick<Runtime, 'compile' | 'wrap'>): number | undefined {
  return SIZES.find((size) => isRight(size, runtime));
}

function isRight(size: number, runtime: Pick<Runtime, 'compile' | 'wrap'>): boolean {
  try {
    return [16, 3].every((channels) => {
      const [expected, found] = [convolve(undefined, channels, runtime), convolve(size, channels, runtime)];
      return expected.every((value, i) => Math.abs(value - found[i]!) < TOLERANCE);
    });
  } catch {
    return false;
  }
}

/** A small transposed convolution, in blocks or not. */
function convolve(
  size: number | undefined,
  channels: number,
  { compile, wrap }: Pick<Runtime, 'compile' | 'wrap'>,
): Float32Array {
  const g = new Graph();
  const axis = { input: 6, output: 3, kernel: 4, stride: 2, dilation: 1, before: 1 };
  const shapes = [[2, 3, 3, 32], [4, 4, channels, 32], [channels]];
  const [dy, filter, bias] = shapes.map((shape, k) => {
    const array = Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(5 * i + k) / 8);
    return g.feed({ array, references: 1, poolable: false }, shape, 'float32');
  });
  const result = recordTransposed(g, {
    dy: dy!,
    filter: filter!,
    bias: bias!,
    relu: true,
    vertical: axis,
    horizontal: axis,
  });
  const program = lower(planProgram([result]), () => size);
  const session = compile(encodeModel(program));
  try {
    const values = new Float32Array(sizeOf(result.shape));
    const feeds = [dy!, filter!, bias!].map(({ feed, shape }, i) => [feedName(i), wrap(feed!.array, 'float32', shape)]);
    session.run(Object.fromEntries(feeds), { [outputName(0)]: wrap(values, 'float32', program.outputs[0]!.shape) });
    return values;
  } finally {
    session.dispose();
  }
}
