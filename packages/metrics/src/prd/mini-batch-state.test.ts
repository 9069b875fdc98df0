import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { MiniBatchState } from './mini-batch-state.js';

const batch = (values: readonly number[]): { data: Float64Array; rows: number; columns: number } => ({
  data: Float64Array.from(values),
  rows: values.length,
  columns: 1,
});

test('a centre is the mean of all rows that batches gave it', () => {
  const state = new MiniBatchState(Float64Array.of(0, 100), 1);
  const rng = Rng.fromSeed(1);
  expect(state.step(batch([1, 3, 98]), rng)).toBeCloseTo((1 + 9 + 4) / 3, 12);
  expect([...state.centres]).toEqual([2, 98]);
  state.step(batch([8, 104]), rng);
  expect([...state.centres]).toEqual([(1 + 3 + 8) / 3, (98 + 104) / 2]);
});

test('a centre that gets no row starts again at a row of the batch', () => {
  const state = new MiniBatchState(Float64Array.of(0, 1e6), 1);
  state.step(batch([-1, 0, 1, 2]), Rng.fromSeed(1));
  expect(state.centres[0]).toBe(0.5);
  expect([-1, 0, 1, 2]).toContain(state.centres[1]);
});
