import { expect, test } from 'vitest';
import { type DecodingProgress, progressMeter } from './decoding-progress.js';

test('reports ten times a second at most, and what has to be reported', () => {
  const told: DecodingProgress[] = [];
  let time = 1000;
  const add = progressMeter(
    'decode',
    100,
    (progress) => told.push(progress),
    () => time,
  );
  for (let i = 0; i < 50; i++) {
    time += 10;
    add(1);
  }
  expect(told.map(({ done }) => done)).toEqual([1, 11, 21, 31, 41]);
  expect(told.at(-1)).toEqual({ step: 'decode', done: 41, total: 100, secondsLeft: expect.closeTo(0.59, 10) });
  add(0, true);
  expect(told.at(-1)!.done).toBe(50);
});
