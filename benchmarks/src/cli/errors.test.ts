import { expect, test } from 'vitest';
import { madeUpRun } from '../../test/made-up-run.js';
import { FailedJobsError, requireAll } from './errors.js';

test('jobs that failed are counted and named with their reasons', () => {
  const { outcomes } = madeUpRun({ kinds: ['train', 'probe', 'samples'], failing: ['probe-mst-mmjsd'] });
  expect(new FailedJobsError(outcomes).message).toMatch(
    /^1 of 6 jobs failed \(0 computed, 5 reused, 0 skipped\):\n {2}probe-mst-mmjsd-seed-1 failed: no <probe>\n/,
  );
  expect(() => requireAll(outcomes)).toThrow(FailedJobsError);
  expect(() => requireAll(outcomes.filter(({ record }) => record))).not.toThrow();
});
