import { expect, test } from 'vitest';
import { threefry } from './threefry.js';

// Known answers published with Random123 (kat_vectors, threefry4x32 with 20 rounds): counter, key, output.
const KNOWN_ANSWERS: [number[], number[], number[]][] = [
  [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
    [0x59cd1dbb, 0xb8879579, 0x86b5d00c, 0xac8b6d84],
  ],
];

test.each(KNOWN_ANSWERS)('counter %j with key %j gives the published words', (counter, key, expected) => {
  const out = new Uint32Array(6);
  const [c0, c1, c2, c3] = counter as [number, number, number, number];
  threefry(Uint32Array.from(key), c0, c1, c2, c3, out, 1);
  expect([...out]).toEqual([0, ...expected, 0]);
});

test('flipping one counter bit changes about half of the output bits', () => {
  const key = Uint32Array.from([1, 2, 3, 4]);
  const a = new Uint32Array(4);
  const b = new Uint32Array(4);
  let flipped = 0;
  for (let bit = 0; bit < 128; bit++) {
    const counter = [bit * 7, 0, 0, 0];
    threefry(key, counter[0]!, 0, 0, 0, a, 0);
    counter[bit >> 5]! ^= 1 << (bit & 31);
    threefry(key, counter[0]!, counter[1]!, counter[2]!, counter[3]!, b, 0);
    for (let w = 0; w < 4; w++) for (let d = a[w]! ^ b[w]!; d !== 0; d &= d - 1) flipped++;
  }
  // 128 · 128 fair coins: sd 64; 6 sd fails once in 5e8 for a sound cipher.
  expect(Math.abs(flipped - 8192)).toBeLessThan(6 * 64);
});
