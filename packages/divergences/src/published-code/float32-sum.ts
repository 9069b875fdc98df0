/** Four running sums over every fourth element, then those in order; a rest that does not fill four joins the first. */
function interleavedSum(values: readonly number[]): number {
  const sums = [0, 0, 0, 0];
  const whole = values.length - (values.length % 4);
  for (const [i, value] of values.entries()) {
    const lane = i < whole ? i % 4 : 0;
    sums[lane] = Math.fround(sums[lane]! + value);
  }
  return sums.reduce((total, sum) => Math.fround(total + sum));
}

/**
 * Float32 sum in the order in which PyTorch adds a short contiguous vector on a CPU with 8 lanes: block boundaries of the
 * published code depend on the last bit of such sums.
 */
export function float32Sum(values: readonly number[]): number {
  const rounded = values.map(Math.fround);
  if (rounded.length < 8) return interleavedSum(rounded);
  const whole = rounded.length - (rounded.length % 8);
  const lanes = Array.from({ length: 8 }, (_, lane) =>
    interleavedSum(rounded.slice(0, whole).filter((_, i) => i % 8 === lane)),
  );
  return [...rounded.slice(whole), ...lanes].reduce((total, value) => Math.fround(total + value), 0);
}
