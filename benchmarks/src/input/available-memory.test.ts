import os from 'node:os';
import { expect, test } from 'vitest';
import { availableMemory, bytesText, requireHeap, requireMemory } from './available-memory.js';

test('there is some memory, and no more than the machine has', () => {
  expect(availableMemory()).toBeGreaterThan(2 ** 20);
  expect(availableMemory()).toBeLessThanOrEqual(os.totalmem());
});

test.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1536, '1.5 KiB'],
  [3.75 * 2 ** 40, '3.75 TiB'],
  [2 ** 75, '32,800 EiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test('what cannot fit is refused with what it needs and what there is; what can fit is not', () => {
  for (const check of [requireMemory, requireHeap]) {
    expect(() => check('Drawing 9 items', 2 ** 60, 'Draw fewer.')).toThrow(
      /^Drawing 9 items would need at least 1 EiB of .*; there are [\d.]+ [MG]iB\.$/,
    );
    expect(() => check('Drawing 9 items', 2 ** 20, 'Draw fewer.')).not.toThrow();
  }
});
