import type { Graph } from '../graph/graph.js';
import type { Node } from '../graph/node.js';

/** How a window moves over one axis. */
export interface WindowAxis {
  /** Length of the input. */
  readonly input: number;
  /** Number of window positions. */
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Zeros before the first element. */
  readonly before: number;
}

/**
 * Windows of an image as the rows of a matrix (im2col).
 * @param x `[batch, height, width, channels]`.
 * @returns `[batch * rows * columns, kernel rows * kernel columns * channels]`, one row per window position.
 */
export function patches(g: Graph, x: Node, vertical: WindowAxis, horizontal: WindowAxis): Node {
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const rows = batch * vertical.output * horizontal.output;
  const width = vertical.kernel * horizontal.kernel * channels;
  if (isWhole(vertical) && isWhole(horizontal)) return g.reshape(x, [rows, width]);

  // Where windows start at multiples of `unit` and are as wide, neighbouring pixels are copied together.
  const unit = horizontal.dilation === 1 ? greatestDivisor(horizontal.stride, horizontal.kernel) : 1;
  const height = padding(vertical, 1);
  const span = padding(horizontal, unit);
  let padded = x;
  // Negative ones crop: the transpose of a convolution whose padding is wider than its kernel.
  const pads = [0, height.before, span.before, 0, 0, height.after, span.after, 0];
  if (pads.some((count) => count !== 0)) {
    padded = g.op('Pad', [x, g.ints(pads)], [batch, height.total, span.total, channels], x.dtype);
  }
  const units = span.total / unit;
  const flat = g.reshape(padded, [batch, height.total * units, unit * channels]);
  const windows = vertical.output * horizontal.output;
  const perWindow = (vertical.kernel * horizontal.kernel) / unit;
  const key = `patches ${describe(vertical)} ${describe(horizontal)}`;
  const indices = g.constant(key, [windows * perWindow], 'int32', () =>
    windowIndices(vertical, horizontal, unit, units),
  );
  const gathered = [batch, windows * perWindow, unit * channels];
  return g.reshape(g.op('Gather', [flat, indices], gathered, x.dtype, { axis: 1 }), [rows, width]);
}

/** Whether the windows are the input itself: one that covers all, or one element each. */
function isWhole(axis: WindowAxis): boolean {
  if (axis.before !== 0) return false;
  const single = axis.output === 1 && axis.kernel === axis.input && axis.dilation === 1;
  return single || (axis.kernel === 1 && axis.stride === 1 && axis.output === axis.input && axis.input === 1);
}

function padding(axis: WindowAxis, unit: number): { before: number; after: number; total: number } {
  const needed = (axis.output - 1) * axis.stride + (axis.kernel - 1) * axis.dilation + 1;
  const total = Math.ceil(Math.max(needed, axis.before + axis.input) / unit) * unit;
  return { before: axis.before, after: total - axis.before - axis.input, total };
}

function windowIndices(vertical: WindowAxis, horizontal: WindowAxis, unit: number, units: number): Int32Array {
  const perRow = horizontal.kernel / unit;
  const indices = new Int32Array(vertical.output * horizontal.output * vertical.kernel * perRow);
  let next = 0;
  for (let row = 0; row < vertical.output; row++) {
    for (let column = 0; column < horizontal.output; column++) {
      const left = (column * horizontal.stride) / unit;
      for (let i = 0; i < vertical.kernel; i++) {
        const start = (row * vertical.stride + i * vertical.dilation) * units + left;
        for (let j = 0; j < perRow; j++) indices[next++] = start + j * horizontal.dilation;
      }
    }
  }
  return indices;
}

function describe(axis: WindowAxis): string {
  return `${axis.input},${axis.output},${axis.kernel},${axis.stride},${axis.dilation},${axis.before}`;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
