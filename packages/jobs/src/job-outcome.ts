import type { Job } from './job.js';
import type { JobProgress } from './job-context.js';
import type { JobRecord } from './job-record.js';

/** How a job ended. */
export interface JobOutcome<Result = unknown> {
  readonly job: Job<unknown, Result>;
  readonly state: 'computed' | 'reused' | 'failed' | 'skipped' | 'stopped';
  readonly record?: JobRecord<Result>;
  /** Reason why it failed, was skipped or stopped. */
  readonly reason?: string;
}

/** Callbacks while jobs run. */
export interface JobEvents {
  onStart?(job: Job): void;
  onProgress?(job: Job, progress: JobProgress): void;
  /** Told before anything runs, of each job that was finished but is not what it was: it is computed again. */
  onDamaged?(job: Job, reason: string): void;
  /** Told once, if another process computes a job; it is waited for. */
  onElsewhere?(job: Job, reason: string): void;
  onEnd?(outcome: JobOutcome): void;
}
