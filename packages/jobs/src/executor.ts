import type { Job } from './job.js';
import type { JobProgress } from './job-context.js';
import type { JobRecord } from './job-record.js';

/** Means of an executor to follow and to stop a job. */
export interface ExecutorHandlers {
  readonly signal: AbortSignal;
  onProgress(progress: JobProgress): void;
  /** Told if another process finished the job meanwhile, and nothing was computed. */
  onReused(): void;
}

/** Computes one job at a time, in this process or in a child. */
export interface Executor {
  run(job: Job, handlers: ExecutorHandlers): Promise<JobRecord>;
  close(): Promise<void>;
}
