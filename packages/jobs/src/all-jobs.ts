import type { Job } from './job.js';
import { jobKey } from './job-key.js';

/**
 * The jobs and all that they need, each key once, what is needed before what needs it.
 * @param isFinished Tells the jobs whose needs are left out; default: none.
 */
export function allJobs(jobs: readonly Job[], isFinished: (job: Job) => boolean = () => false): Job[] {
  const found = new Map<string, Job>();
  const add = (one: Job): void => {
    if (found.has(jobKey(one))) return;
    if (!isFinished(one)) one.needs.forEach(add);
    found.set(jobKey(one), one);
  };
  jobs.forEach(add);
  return [...found.values()];
}
