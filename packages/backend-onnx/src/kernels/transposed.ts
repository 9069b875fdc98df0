import type { Graph, Node } from './kernel.js';
import { gemm } from './matmul.js';
import type { WindowAxis } from './patches.js';
import { patches } from './patches.js';

/**
 * The transpose of a convolution in sub-pixel form: with stride s, output pixels fall into s × s phases, and every phase
 * is a small stride-1 convolution of the input. One matrix product computes all phases at every position. (Measured: a
 * tighter form, one product a phase, gathers four times as much; product first and overlaps added afterwards moves more
 * memory than it saves, unless the result has few channels.)
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
  const batch = dy.shape[0]!;
  const [kernelRows, kernelColumns, channels, outputs] = filter.shape as [number, number, number, number];
  const shape = [batch, vertical.input, horizontal.input, channels];
  if (coversOnce(vertical) && coversOnce(horizontal)) {
    const weights = g.reshape(filter, [kernelRows * kernelColumns * channels, outputs]);
    return g.reshape(gemm(g, g.reshape(dy, [batch, outputs]), weights, false, true), shape);
  }
  if (channels <= FEW_CHANNELS) {
    const direct = scattered(g, dy, filter, vertical, horizontal);
    if (direct !== undefined) return direct;
  }
  const v = phases(vertical);
  const h = phases(horizontal);
  const windows = patches(g, dy, v.window, h.window);
  const product = gemm(g, windows, phaseWeights(g, filter, vertical, horizontal), false, true);
  const phaseCount = vertical.stride * horizontal.stride;
  const pixels = g.reshape(product, [batch, v.positions * h.positions * phaseCount, channels]);
  if (phaseCount === 1 && v.first === 0 && h.first === 0) return g.reshape(pixels, shape);
  const key = `phases ${[v, h].map((a) => [a.positions, a.first])} ${vertical.input} ${horizontal.input} ${vertical.stride} ${horizontal.stride}`;
  const indices = g.constant(key, [vertical.input * horizontal.input], 'int32', () => {
    const list = new Int32Array(vertical.input * horizontal.input);
    let next = 0;
    for (let row = 0; row < vertical.input; row++) {
      for (let column = 0; column < horizontal.input; column++) {
        const y = row + v.first;
        const x = column + h.first;
        const position = Math.floor(y / vertical.stride) * h.positions + Math.floor(x / horizontal.stride);
        const phase = (y % vertical.stride) * horizontal.stride + (x % horizontal.stride);
        list[next++] = position * phaseCount + phase;
      }
    }
    return list;
  });
  const gathered = g.op('Gather', [pixels, indices], [batch, indices.shape[0]!, channels], 'float32', { axis: 1 });
  return g.reshape(gathered, shape);
}

/** Up to here the product of all phases is too narrow to be fast. */
const FEW_CHANNELS = 8;

/** ONNX Runtime's own operator, channels first, which multiplies and then adds up what overlaps. */
function scattered(g: Graph, dy: Node, filter: Node, vertical: WindowAxis, horizontal: WindowAxis): Node | undefined {
  const [kernelRows, kernelColumns, channels] = filter.shape as [number, number, number, number];
  const axes = [vertical, horizontal];
  const after = axes.map(
    ({ stride, output, kernel, before, input }) => stride * (output - 1) + kernel - before - input,
  );
  // Positions beyond the last window; the operator allows fewer than a stride.
  if (after.some((n, i) => -n >= axes[i]!.stride)) return undefined;
  const attributes = {
    kernel_shape: [kernelRows, kernelColumns],
    strides: axes.map(({ stride }) => stride),
    pads: [...axes.map(({ before }) => before), ...after.map((n) => Math.max(n, 0))],
    output_padding: after.map((n) => Math.max(-n, 0)),
  };
  const inputs = [g.transpose(dy, [0, 3, 1, 2]), g.transpose(filter, [3, 2, 0, 1])];
  const shape = [dy.shape[0]!, channels, vertical.input, horizontal.input];
  return g.transpose(g.op('ConvTranspose', inputs, shape, 'float32', attributes), [0, 2, 3, 1]);
}

/** One input pixel, whose outputs are exactly the kernel. */
function coversOnce(axis: WindowAxis): boolean {
  return axis.output === 1 && axis.kernel === axis.input && axis.before === 0;
}

/** Positions whose phases cover the output, and the windows over dy that they read. */
function phases(axis: WindowAxis): { positions: number; first: number; window: WindowAxis } {
  const taps = Math.ceil(axis.kernel / axis.stride);
  const skipped = Math.floor(axis.before / axis.stride);
  const last = Math.floor((axis.input - 1 + axis.before) / axis.stride);
  const positions = last - skipped + 1;
  // Position q reads dy[q - taps + 1 .. q]; elements of dy outside are zero.
  const before = taps - 1 - skipped;
  const window = { input: axis.output, output: positions, kernel: taps, stride: 1, dilation: 1, before };
  return { positions, first: axis.before - skipped * axis.stride, window };
}

/**
 * Weights `[phases * channels, taps * outputs]`: kernel index = tap * stride + phase, taps in reverse, since the window
 * runs forward over dy. Kernels that are no multiple of the stride are filled with zeros.
 */
function phaseWeights(g: Graph, filter: Node, vertical: WindowAxis, horizontal: WindowAxis): Node {
  const [kernelRows, kernelColumns, channels, outputs] = filter.shape as [number, number, number, number];
  const [s, t] = [vertical.stride, horizontal.stride];
  const rows = Math.ceil(kernelRows / s);
  const columns = Math.ceil(kernelColumns / t);
  let full = filter;
  if (rows * s !== kernelRows || columns * t !== kernelColumns) {
    const pads = [0, 0, 0, 0, rows * s - kernelRows, columns * t - kernelColumns, 0, 0];
    full = g.op('Pad', [filter, g.ints(pads)], [rows * s, columns * t, channels, outputs], 'float32');
  }
  const split = g.reshape(full, [rows, s, columns, t, channels, outputs]);
  let ordered = g.transpose(split, [1, 3, 4, 0, 2, 5]);
  for (const [axis, length] of [
    [3, rows],
    [4, columns],
  ] as const) {
    if (length === 1) continue;
    const backwards = Array.from({ length }, (_, i) => length - 1 - i);
    const indices = g.constant(`reverse ${length}`, [length], 'int32', () => Int32Array.from(backwards));
    ordered = g.op('Gather', [ordered, indices], ordered.shape, 'float32', { axis });
  }
  return g.reshape(ordered, [s * t * channels, rows * columns * outputs]);
}
