import * as tf from '@tensorflow/tfjs';

/**
 * Rows to compute at a time, so that all portions are equal or nearly so: engines that compile do it for each shape.
 * @param atMost More than so many gain nothing.
 */
export function portionSize(rows: number, atMost: number): number {
  return Math.ceil(rows / Math.ceil(rows / atMost));
}

/** The largest divisor of `n` up to `atMost`, for portions that are all equal. */
export function largestDivisor(n: number, atMost: number): number {
  for (let divisor = Math.min(n, atMost); divisor > 1; divisor--) if (n % divisor === 0) return divisor;
  return 1;
}

/** Rows of numbers, row-major. */
export interface ComputedRows {
  readonly data: Float32Array;
  readonly shape: [rows: number, width: number];
}

/**
 * Numbers for the rows 0 … rows, computed in portions of one size. The last portion is filled up with repeated rows, which
 * are left out again: one shape means one compilation on engines that compile.
 * @param compute Numbers `[portion]` or `[portion, width]` of some rows; runs in a `tidy`.
 */
export async function inPortions(
  rows: number,
  portion: number,
  compute: (rows: Uint32Array) => tf.Tensor,
): Promise<ComputedRows> {
  let data = new Float32Array();
  let width = 0;
  for (let begin = 0; begin < rows; begin += portion) {
    const filled = Uint32Array.from({ length: portion }, (_, i) => (begin + i) % rows);
    const computed = tf.tidy(() => compute(filled));
    try {
      if (begin === 0) {
        width = computed.size / portion;
        data = new Float32Array(rows * width);
      }
      data.set((await computed.data()).subarray(0, data.length - begin * width), begin * width);
    } finally {
      computed.dispose();
    }
  }
  return { data, shape: [rows, width] };
}
