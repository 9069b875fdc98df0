import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { forEachConcurrently } from './for-each-concurrently.js';

test('does everything, so many at once', async () => {
  const done: number[] = [];
  let [running, most] = [0, 0];
  await forEachConcurrently(20, 4, async (i) => {
    most = Math.max(most, ++running);
    await wait(1);
    running--;
    done.push(i);
  });
  expect([done.toSorted((a, b) => a - b), most]).toEqual([Array.from({ length: 20 }, (_, i) => i), 4]);
  await forEachConcurrently(0, 4, () => Promise.reject(new Error('nothing to do')));
});

test('after an error nothing more begins, and what has begun is waited for', async () => {
  const begun: number[] = [];
  let finished = 0;
  const work = async (i: number) => {
    begun.push(i);
    if (i === 2) throw new Error('two');
    await wait(5);
    finished++;
  };
  await expect(forEachConcurrently(20, 3, work)).rejects.toThrow('two');
  expect([begun, finished]).toEqual([[0, 1, 2], 2]);
});

test('an abort gives its reason', async () => {
  const abort = new AbortController();
  const begun: number[] = [];
  const work = async (i: number) => {
    begun.push(i);
    if (i === 1) abort.abort(new Error('stop'));
  };
  await expect(forEachConcurrently(20, 1, work, abort.signal)).rejects.toThrow('stop');
  expect(begun).toEqual([0, 1]);
});
