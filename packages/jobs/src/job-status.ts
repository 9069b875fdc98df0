import { readdirSync } from 'node:fs';
import { claimFile, claimOn, describeClaimant, isDead } from './claim.js';
import type { JobProgress } from './job-context.js';
import { failureFile, readFailure } from './job-failure.js';
import { examineFolder } from './job-record.js';
import type { JobStore } from './job-store.js';
import type { PlannedJob } from './plan.js';

/** State of a planned job. */
export interface JobStatus {
  readonly job: PlannedJob;
  /** `damaged`: done, but what it left is not what was written, so that the next run computes it again. */
  readonly state: 'done' | 'running' | 'failed' | 'damaged' | 'waiting';
  /** In words: when it was done, who computes it, why it failed, what is damaged, what it waits for. */
  readonly note: string;
  readonly progress?: JobProgress;
  /** The job's folder. */
  readonly directory: string;
}

/** A time for people: UTC, to the minute. */
export function minuteOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/**
 * States of a plan's jobs by what their folders hold: whoever computes them, on whichever machine.
 * @param now By the clock of the file system: milliseconds.
 */
export function jobStatuses(jobs: readonly PlannedJob[], store: JobStore, now: number = Date.now()): JobStatus[] {
  const statuses = new Map<string, JobStatus>();
  for (const job of jobs) statuses.set(job.key, statusOf(job, { store, now, statuses }));
  return jobs.map(({ key }) => statuses.get(key)!);
}

function statusOf(
  job: PlannedJob,
  { store, now, statuses }: { store: JobStore; now: number; statuses: ReadonlyMap<string, JobStatus> },
): JobStatus {
  const directory = store.folder(job.label, job.key);
  const standing = examineFolder(directory, job.key);
  if (standing.state === 'finished') {
    return { job, state: 'done', note: `computed ${minuteOf(standing.record.computedAt)}`, directory };
  }
  const found = claimOn(directory);
  if (found && !isDead(found, now)) {
    const { claim, lastSign } = found;
    const age = Math.max(0, Math.round((now - lastSign) / 1000));
    const note = `${describeClaimant(claim)}${claim ? `, since ${minuteOf(claim.since)}` : ''}, last sign of life ${age} s ago`;
    return { job, state: 'running', note, ...(claim?.progress && { progress: claim.progress }), directory };
  }
  const failure = readFailure(directory, job.key);
  if (failure) {
    return { job, state: 'failed', note: `${failure.reason} (${minuteOf(failure.failedAt)})`, directory };
  }
  if (standing.state === 'damaged') {
    return { job, state: 'damaged', note: `${standing.reason}; the next run computes it again`, directory };
  }
  const broken = job.needs.map((key) => statuses.get(key)).find((need) => need?.state === 'failed');
  const missing = job.needs.map((key) => statuses.get(key)).find((need) => need && need.state !== 'done');
  const needs = broken ?? missing;
  const begun = found ? 'its process died; ' : hasBegun(directory) ? 'begun; ' : '';
  const waits = needs ? `needs ${needs.job.label}${broken ? ', which failed' : ''}` : 'the next run computes it';
  return { job, state: 'waiting', note: begun + waits, directory };
}

/** Whether a job left something of its own in its folder. */
function hasBegun(directory: string): boolean {
  try {
    return readdirSync(directory).some((name) => !name.startsWith(claimFile) && !name.startsWith(failureFile));
  } catch {
    return false;
  }
}
