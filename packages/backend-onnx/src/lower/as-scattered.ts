import type { Graph } from '../graph/graph.js';
import type { Node } from '../graph/node.js';
import type { TransposedConvolution } from './transposed-convolution.js';

/** Up to here the product of all phases is too narrow to be fast. */
const FEW_CHANNELS = 8;

/**
 * A transposed convolution to few channels as ONNX Runtime's own operator, channels first, which multiplies and then adds
 * up what overlaps.
 * @returns Undefined for more channels, or where a whole stride lies beyond the last window.
 */
export function asScattered(g: Graph, convolution: TransposedConvolution): Node | undefined {
  const { dy, filter, bias, relu, vertical, horizontal, shape } = convolution;
  const [kernelRows, kernelColumns, channels] = filter.shape as [number, number, number, number];
  if (channels > FEW_CHANNELS) return undefined;
  const axes = [vertical, horizontal];
  const after = axes.map(
    ({ stride, output, kernel, before, input }) => stride * (output - 1) + kernel - before - input,
  );
  // Positions beyond the last window; the operator allows fewer than a stride.
  if (after.some((n, i) => -n >= axes[i]!.stride)) return undefined;
  const inputs = [g.transpose(dy, [0, 3, 1, 2]), g.transpose(filter, [3, 2, 0, 1])];
  if (bias) inputs.push(bias);
  const size = [shape[0]!, channels, vertical.input, horizontal.input];
  const result = g.op('ConvTranspose', inputs, size, 'float32', {
    kernel_shape: [kernelRows, kernelColumns],
    strides: axes.map(({ stride }) => stride),
    pads: [...axes.map(({ before }) => before), ...after.map((n) => Math.max(n, 0))],
    output_padding: after.map((n) => Math.max(-n, 0)),
  });
  const activated = relu ? g.op('Relu', [result], size, 'float32') : result;
  return g.transpose(activated, [0, 2, 3, 1]);
}
