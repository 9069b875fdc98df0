import { allJobs } from './all-jobs.js';
import type { Job } from './job.js';
import { jobKey } from './job-key.js';
import type { JobRecord, JobStanding } from './job-record.js';
import type { JobStore } from './job-store.js';

/** How the jobs of a run stand before it begins. */
export interface Survey {
  /** The wanted jobs and, as far as those are not finished, what they need; each once, what is needed first. */
  readonly jobs: readonly Job[];
  /** Those that were finished but are not what they were. */
  readonly damaged: readonly { readonly job: Job; readonly reason: string }[];
  /** The record of a job that is finished. */
  record(key: string): JobRecord | undefined;
}

/**
 * Finds out which jobs are finished. Files of those that others are about to use are read, those of others only looked at: by size
 * and time of change.
 */
export function surveyJobs(wanted: readonly Job[], store: JobStore): Survey {
  const standings = new Map<string, JobStanding>();
  const read = new Set<string>();

  function look(job: Job, isUsed: boolean): void {
    const key = jobKey(job);
    const known = standings.get(key);
    const suffices = known && (known.state !== 'finished' || !isUsed || read.has(key));
    if (suffices) return;
    if (isUsed) read.add(key);
    const standing = store.examine(job, { thorough: isUsed });
    standings.set(key, standing);
    if (standing.state !== 'finished') for (const need of job.needs) look(need, true);
  }

  for (const job of wanted) look(job, false);
  const jobs = allJobs(wanted, (job) => standings.get(jobKey(job))?.state === 'finished');
  return {
    jobs,
    damaged: jobs.flatMap((job) => {
      const standing = standings.get(jobKey(job));
      return standing?.state === 'damaged' ? [{ job, reason: standing.reason }] : [];
    }),
    record(key) {
      const standing = standings.get(key);
      return standing?.state === 'finished' ? standing.record : undefined;
    },
  };
}
