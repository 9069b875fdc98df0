import type { WindowAxis } from './patches.js';

/**
 * The sub-pixel form of a transposed convolution along one axis: with stride s, output pixels fall into s phases, and
 * each phase is a convolution of stride 1.
 */
export interface Phases {
  /** Positions whose phases cover the output. */
  readonly positions: number;
  /** Index of the first output pixel among the phases of the first position. */
  readonly first: number;
  /** Windows over dy that the positions read. */
  readonly window: WindowAxis;
}

/** The phases along one axis. */
export function phasesOf(axis: WindowAxis): Phases {
  const taps = Math.ceil(axis.kernel / axis.stride);
  const skipped = Math.floor(axis.before / axis.stride);
  const last = Math.floor((axis.input - 1 + axis.before) / axis.stride);
  const positions = last - skipped + 1;
  // Position q reads dy[q - taps + 1 .. q]; elements of dy outside are zero.
  const before = taps - 1 - skipped;
  const window = { input: axis.output, output: positions, kernel: taps, stride: 1, dilation: 1, before };
  return { positions, first: axis.before - skipped * axis.stride, window };
}

/** For every output pixel, row by row, its position and its phase, both counted row by row. */
export function pixelPhases(vertical: WindowAxis, horizontal: WindowAxis): { position: number; phase: number }[] {
  const [v, h] = [phasesOf(vertical), phasesOf(horizontal)];
  return Array.from({ length: vertical.input * horizontal.input }, (_, pixel) => {
    const y = Math.floor(pixel / horizontal.input) + v.first;
    const x = (pixel % horizontal.input) + h.first;
    return {
      position: Math.floor(y / vertical.stride) * h.positions + Math.floor(x / horizontal.stride),
      phase: (y % vertical.stride) * horizontal.stride + (x % horizontal.stride),
    };
  });
}

/** For every phase and every tap of its window, row by row, the row and the column of the kernel that it takes. */
export function phaseTaps(vertical: WindowAxis, horizontal: WindowAxis): { row: number; column: number }[][] {
  const [rows, columns] = [phasesOf(vertical).window.kernel, phasesOf(horizontal).window.kernel];
  return Array.from({ length: vertical.stride * horizontal.stride }, (_, phase) =>
    // Kernel index = tap * stride + phase, taps in reverse, since the window runs forward over dy.
    Array.from({ length: rows * columns }, (_, reversed) => {
      const tap = rows * columns - 1 - reversed;
      return {
        row: Math.floor(tap / columns) * vertical.stride + Math.floor(phase / horizontal.stride),
        column: (tap % columns) * horizontal.stride + (phase % horizontal.stride),
      };
    }),
  );
}
