/**
 * Rows to compute at a time, so that all portions are equal or nearly so: engines that compile do it for each shape.
 * @param atMost More than so many gain nothing.
 */
export function chunkSize(rows: number, atMost: number): number {
  return Math.ceil(rows / Math.ceil(rows / atMost));
}

/** The largest divisor of `n` up to `atMost`, for portions that are all equal. */
export function largestDivisor(n: number, atMost: number): number {
  for (let divisor = Math.min(n, atMost); divisor > 1; divisor--) if (n % divisor === 0) return divisor;
  return 1;
}
