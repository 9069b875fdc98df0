import { expect, test } from 'vitest';
import { log } from './log.js';
import { Rng } from './rng.js';

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** Distance in units of the last place. */
function ulps(a: number, b: number): number {
  float[0] = a;
  const first = bits[0]!;
  float[0] = b;
  return Math.abs(Number(first - bits[0]!));
}

test('agrees with Math.log to 1 ulp from the smallest normal number to the largest', () => {
  const rng = Rng.fromSeed('log');
  let worst = 0;
  for (let i = 0; i < 100_000; i++) {
    const wide = 2 ** rng.integer(-1022, 1023) * (1 + rng.uniform());
    const nearOne = 1 + (rng.uniform() - 0.5) * 2 ** -rng.integer(0, 50);
    for (const x of [rng.uniform() || 1, wide, nearOne]) worst = Math.max(worst, ulps(log(x), Math.log(x)));
  }
  expect(worst).toBeLessThanOrEqual(1);
});

test('is exact at one, and right at the edges', () => {
  expect(log(1)).toBe(0);
  for (const x of [2 ** -1022, Number.MAX_VALUE, 2 ** -53, Math.SQRT2, Math.SQRT1_2, 1 + 2 ** -52, 1 - 2 ** -53, 2]) {
    expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(1);
  }
});
