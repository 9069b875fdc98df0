import { expect, test } from 'vitest';
import { Graph } from './graph.js';

test('descriptions are forgotten after many others, and no number is used twice', () => {
  const graph = new Graph();
  const signature = (size: number): number => {
    graph.forget();
    return graph.ints([size]).signature;
  };
  const first = signature(1);
  expect(signature(1)).toBe(first);
  let last = first;
  for (let size = 2; size <= 2 ** 17 + 2; size++) {
    const next = signature(size);
    if (next <= last) expect.fail(`${next} after ${last}`);
    last = next;
  }
  expect(signature(1)).toBeGreaterThan(last);
});
