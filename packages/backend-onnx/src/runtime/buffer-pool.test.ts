import { expect, test } from 'vitest';
import { BufferPool } from './buffer-pool.js';

test('memory comes back when the last reference goes', () => {
  const pool = new BufferPool(1000);
  const first = pool.take('float32', 10);
  first.references++;
  pool.release(first);
  expect(pool.bytes).toBe(0);
  pool.release(first);
  expect(pool.bytes).toBe(40);
  expect(pool.take('int32', 10).array).toBeInstanceOf(Int32Array);
  expect(pool.take('float32', 10).array).toBe(first.array);
  expect(pool.bytes).toBe(0);
});

test('what was handed out is not used again', () => {
  const pool = new BufferPool(1000);
  const seen = pool.take('float32', 10);
  seen.poolable = false;
  pool.release(seen);
  expect(pool.bytes).toBe(0);
});

test('the limit holds, and sizes in use push out those that are not', () => {
  const pool = new BufferPool(100);
  const stale = pool.take('float32', 15);
  const fresh = pool.take('bool', 50);
  const huge = pool.take('float32', 26);
  for (const buffer of [stale, fresh, huge]) pool.release(buffer);
  expect(pool.bytes).toBe(50);
  expect(pool.take('bool', 50).array).toBe(fresh.array);
  expect(pool.take('float32', 15).array).not.toBe(stale.array);
});

test('what a run gave may be kept while the run is recent', () => {
  const pool = new BufferPool(100);
  const large = pool.take('float32', 100);
  pool.reserve(400);
  pool.release(large);
  for (let run = 1; run < 16; run++) {
    pool.reserve(80);
    expect(pool.bytes).toBe(400);
  }
  pool.reserve(80);
  expect(pool.bytes).toBe(0);
  pool.release({ ...large, references: 1 });
  expect(pool.bytes).toBe(0);
});

test('more may be reserved, until everything is freed', () => {
  const pool = new BufferPool(100);
  pool.reserve(400);
  const large = pool.take('float32', 100);
  pool.release(large);
  expect(pool.bytes).toBe(400);
  pool.clear();
  pool.release({ ...large, references: 1 });
  expect(pool.bytes).toBe(0);
});
