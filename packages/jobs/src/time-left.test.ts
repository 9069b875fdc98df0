import { expect, test } from 'vitest';
import { toyJobs, train } from '../test/toy-jobs.js';
import { job } from './job.js';
import type { JobRecord } from './job-record.js';
import { TimeLeft } from './time-left.js';

test('the estimate follows the rate of the running job and counts what waits', () => {
  let now = 0;
  const { trains } = toyJobs(['mmvae', 'mvae']);
  const time = new TimeLeft(trains, 1, () => now);
  // Two guesses of the kind's.
  expect(time.estimate()).toBe(120);
  time.start(trains[0]!);
  // Loading and compiling take 30 s, then each step one.
  now = 30_000;
  time.progress(trains[0]!, { done: 1, total: 101, note: '' });
  now = 40_000;
  time.progress(trains[0]!, { done: 11, total: 101, note: '' });
  // 90 s of this one, 130 s of the one that waits.
  expect(time.estimate()).toBeCloseTo(220, 6);
});

test('jobs of the same group tell more than others of the kind', () => {
  let now = 0;
  const jobs = ['abc-1', 'abc-2', 'xyz-1'].map((model) => job(train, { label: model, config: { model, value: 1 } }));
  const time = new TimeLeft(jobs, 1, () => now);
  for (const [i, seconds] of [
    [0, 10],
    [2, 100],
  ] as const) {
    time.start(jobs[i]!);
    now += seconds * 1000;
    time.end({ job: jobs[i]!, state: 'computed' });
  }
  expect(time.estimate()).toBe(10);
});

test('reused jobs take no time, and tell what others of their group will take', () => {
  const jobs = ['abc-1', 'abc-2', 'xyz-1'].map((model) => job(train, { label: model, config: { model, value: 1 } }));
  const time = new TimeLeft(jobs, 1, () => 0);
  const record = { seconds: 4, computedAt: '', environment: '', result: {} } as unknown as JobRecord;
  time.end({ job: jobs[0]!, state: 'reused', record });
  // Of the same group and of the same kind: no guess of 60 s.
  expect(time.estimate()).toBe(8);
  time.end({ job: jobs[2]!, state: 'reused', record: { ...record, seconds: 40 } });
  expect(time.estimate()).toBe(4);
});
