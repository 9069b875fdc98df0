import { expect, test } from 'vitest';
import { Graph } from '../graph/graph.js';
import { type KeyedProgram, planProgram } from '../graph/program.js';
import { isMemoryScarce } from './node/memory-pressure.js';
import { nodeRuntime } from './node/node-runtime.js';
import { SessionCache } from './session-cache.js';

const native = nodeRuntime({ executionProvider: 'cpu', threads: 1, graphOptimizationLevel: 'disabled' });

/** A graph of its own for each size. */
function programOf(size: number): KeyedProgram {
  const graph = new Graph();
  const array = new Float32Array(size);
  const x = graph.feed({ array, references: 1, poolable: false }, [size], 'float32');
  return planProgram([graph.op('Neg', [x], [size], 'float32')]);
}

function fill(cache: SessionCache, sizes: readonly number[]): void {
  for (const size of sizes) {
    const program = programOf(size);
    cache.get(program.key, program);
  }
}

test('where memory is used up, the least recently used go early, but for a few', () => {
  let scarce = false;
  const cache = new SessionCache(16, { ...native, isMemoryScarce: () => scarce });
  fill(cache, [1, 2, 3, 4, 5, 6, 7, 8]);
  expect(cache.size).toBe(8);
  scarce = true;
  fill(cache, [9]);
  expect(cache).toMatchObject({ size: 5, evictions: 4, compiled: 9 });
  // Those that stay are the latest; using them compiles nothing.
  fill(cache, [5, 6, 7, 8, 9]);
  expect(cache).toMatchObject({ size: 5, evictions: 4, compiled: 9 });
  cache.dispose();
});

test('a small capacity is never exceeded', () => {
  const cache = new SessionCache(2, { ...native, isMemoryScarce: () => true });
  fill(cache, [1, 2, 3]);
  expect(cache).toMatchObject({ size: 2, evictions: 1 });
  cache.dispose();
});

test('a process that has just begun has memory', () => {
  expect(isMemoryScarce()).toBe(false);
});
