import type { Job, JobOutcome } from '@polyvae/jobs';
import { expect, test } from 'vitest';
import { FailedJobsError, requireAll } from './errors.js';

const job = (label: string): Job => ({ label }) as Job;
const record = {} as JobOutcome['record'];

test('jobs that failed are counted and named with their reasons', () => {
  const outcomes: JobOutcome[] = [
    { job: job('train-a'), state: 'computed', record },
    { job: job('train-b'), state: 'reused', record },
    { job: job('probe-a'), state: 'failed', reason: 'no memory' },
    { job: job('samples-a'), state: 'skipped', reason: 'probe-a failed' },
  ];
  expect(new FailedJobsError(outcomes).message).toMatch(
    /^1 of 4 jobs failed \(1 computed, 1 reused, 1 skipped\):\n {2}probe-a failed: no memory\n {2}samples-a skipped: /,
  );
  expect(() => requireAll(outcomes)).toThrow(FailedJobsError);
  expect(() => requireAll(outcomes.slice(0, 2))).not.toThrow();
});
