import { requireHeap } from '../input/available-memory.js';
import { jobsOf, type PlanRequest, planJobs } from './plan.js';

/** Of a job in a list: measured 2.6 kB, with its configuration. */
const bytesOfJob = 2000;

/**
 * The seeds 1 … n of a run.
 * @throws {UserError} if the list of the jobs would not fit this process; says what is needed and what is there.
 */
export function seedsFor(request: Omit<PlanRequest, 'seeds'>, count: number): number[] {
  const jobsWith = (seeds: readonly number[]): number => jobsOf(planJobs({ ...request, seeds })).length;
  if (count > 2) {
    const first = jobsWith([1]);
    const jobs = first + (count - 1) * (jobsWith([1, 2]) - first);
    requireHeap(
      `--seeds ${count.toLocaleString('en-US')}: the list of ${jobs.toLocaleString('en-US')} jobs alone`,
      jobs * bytesOfJob,
      'Choose fewer seeds.',
    );
  }
  return Array.from({ length: count }, (_, i) => i + 1);
}
