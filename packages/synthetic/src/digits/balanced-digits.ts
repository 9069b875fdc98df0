import type { Rng } from '@polyvae/random';

/**
 * Digits to draw, as balanced as their number allows: each ten in random order, so that any beginning is nearly balanced
 * and fewer digits are the first of more.
 * @returns `[size]`, 0 … 9.
 */
export function balancedDigits(size: number, rng: Rng): Uint8Array {
  const digits = new Uint8Array(size);
  for (let start = 0; start < size; start += 10) {
    const order = rng.permutation(10);
    for (let i = 0; i < 10 && start + i < size; i++) digits[start + i] = order[i]!;
  }
  return digits;
}
