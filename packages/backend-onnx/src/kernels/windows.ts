import { sizeOf } from '../graph/node.js';
import type { WindowAxis } from '../lower/patches.js';
import type { Graph, Node } from './kernel.js';

/**
 * Windows over any number of axes, the channels apart.
 * @param x `[batch, ...spatial, channels]`.
 * @param outside What a window reads beyond the edges.
 * @returns `[batch, positions, taps, channels]`: a row of taps for every window position, both in row-major order.
 */
export function unfold(g: Graph, x: Node, axes: readonly WindowAxis[], outside: number): Node {
  const [batch, channels] = [x.shape[0]!, x.shape.at(-1)!];
  const { positions, taps, elements } = counts(axes);
  if (coversAll(axes)) return g.reshape(x, [batch, positions, taps, channels]);
  let flat = g.reshape(x, [batch, elements, channels]);
  if (axes.some(readsOutside)) {
    const value = g.scalar(outside, x.dtype === 'int32' ? 'int32' : 'float32');
    flat = g.op('Pad', [flat, g.ints([0, 0, 0, 0, 1, 0]), value], [batch, elements + 1, channels], x.dtype);
  }
  const indices = g.constant(`unfold ${describe(axes)}`, [positions * taps], 'int32', () => windowElements(axes));
  const gathered = g.op('Gather', [flat, indices], [batch, positions * taps, channels], x.dtype, { axis: 1 });
  return g.reshape(gathered, [batch, positions, taps, channels]);
}

/**
 * The transpose of `unfold`: every element gets the sum of the parts of all windows that read it.
 * @param parts `[batch, positions, taps, channels]`, or one tap that counts for all.
 * @returns `[batch, ...spatial, channels]`.
 */
export function fold(g: Graph, parts: Node, axes: readonly WindowAxis[]): Node {
  const [batch, , given, channels] = parts.shape as [number, number, number, number];
  const { positions, taps, elements } = counts(axes);
  const shape = [batch, ...axes.map((axis) => axis.input), channels];
  if (coversAll(axes) && given === taps) return g.reshape(parts, shape);
  const rows = positions * given;
  // A row of zeros for elements that are read less often than others.
  const source = g.op(
    'Pad',
    [g.reshape(parts, [batch, rows, channels]), g.ints([0, 0, 0, 0, 1, 0])],
    [batch, rows + 1, channels],
    parts.dtype,
  );
  const readers = mostReaders(axes);
  const key = `fold ${given === taps ? 'taps' : 'windows'} ${describe(axes)}`;
  const indices = g.constant(key, [elements * readers], 'int32', () => elementReaders(axes, given === taps, readers));
  const gathered = g.op('Gather', [source, indices], [batch, elements * readers, channels], parts.dtype, { axis: 1 });
  return g.reshape(g.sum(g.reshape(gathered, [batch, elements, readers, channels]), [2]), shape);
}

/** How many elements every window reads that are not outside, in row-major order of the positions. */
export function elementsRead(axes: readonly WindowAxis[]): Float32Array {
  const { positions, taps, elements } = counts(axes);
  const indices = windowElements(axes);
  return Float32Array.from({ length: positions }, (_, position) => {
    let read = 0;
    for (let tap = 0; tap < taps; tap++) if (indices[position * taps + tap]! < elements) read++;
    return read;
  });
}

/** Names the geometry of windows, for constants that depend on it. */
export function describe(axes: readonly WindowAxis[]): string {
  return axes.map((a) => [a.input, a.output, a.kernel, a.stride, a.dilation, a.before].join(',')).join(' ');
}

function counts(axes: readonly WindowAxis[]): { positions: number; taps: number; elements: number } {
  return {
    positions: sizeOf(axes.map((axis) => axis.output)),
    taps: sizeOf(axes.map((axis) => axis.kernel)),
    elements: sizeOf(axes.map((axis) => axis.input)),
  };
}

/** Whether there is one window, which is the input. */
function coversAll(axes: readonly WindowAxis[]): boolean {
  return axes.every((a) => a.output === 1 && a.kernel === a.input && a.before === 0 && a.dilation === 1);
}

function readsOutside(axis: WindowAxis): boolean {
  const end = (axis.output - 1) * axis.stride + (axis.kernel - 1) * axis.dilation + 1 - axis.before;
  return axis.before > 0 || end > axis.input;
}

/** Flat index of the element that each tap of each position reads; the number of elements stands for the outside. */
function windowElements(axes: readonly WindowAxis[]): Int32Array {
  const { positions, taps, elements } = counts(axes);
  const indices = new Int32Array(positions * taps);
  for (let position = 0; position < positions; position++) {
    for (let tap = 0; tap < taps; tap++) {
      let [flat, width, p, t] = [0, 1, position, tap];
      for (let i = axes.length - 1; i >= 0; i--) {
        const axis = axes[i]!;
        const at = (p % axis.output) * axis.stride + (t % axis.kernel) * axis.dilation - axis.before;
        if (at < 0 || at >= axis.input) flat = Number.NaN;
        flat += at * width;
        width *= axis.input;
        p = Math.floor(p / axis.output);
        t = Math.floor(t / axis.kernel);
      }
      indices[position * taps + tap] = Number.isNaN(flat) ? elements : flat;
    }
  }
  return indices;
}

/** Most windows that read one element. */
function mostReaders(axes: readonly WindowAxis[]): number {
  return sizeOf(
    axes.map((axis) => {
      const readers = new Int32Array(axis.input);
      for (let p = 0; p < axis.output; p++) {
        for (let t = 0; t < axis.kernel; t++) {
          const at = p * axis.stride + t * axis.dilation - axis.before;
          if (at >= 0 && at < axis.input) readers[at]!++;
        }
      }
      return Math.max(1, ...readers);
    }),
  );
}

/** Rows of parts that belong to each element; the number of rows stands for none. */
function elementReaders(axes: readonly WindowAxis[], byTap: boolean, readers: number): Int32Array {
  const { positions, taps, elements } = counts(axes);
  const table = new Int32Array(elements * readers).fill(byTap ? positions * taps : positions);
  const found = new Int32Array(elements);
  for (const [row, element] of windowElements(axes).entries()) {
    if (element === elements) continue;
    table[element * readers + found[element]!++] = byTap ? row : Math.floor(row / taps);
  }
  return table;
}
