import type { JobProgress } from './job-context.js';
import type { JobRecord } from './job-record.js';
import type { SerialisedJobs } from './serialised-jobs.js';

/** Messages from the parent to a worker process. */
export type ToWorker =
  | {
      readonly type: 'start';
      /** Of the store. */
      readonly root: string;
      /** Address of the worker module. */
      readonly module: string;
      /** For its `start`. */
      readonly options: unknown;
    }
  /** One wanted job. */
  | { readonly type: 'run'; readonly jobs: SerialisedJobs }
  | { readonly type: 'abort' };

/** Messages from a worker process to its parent. */
export type FromWorker =
  | { readonly type: 'progress'; readonly progress: JobProgress }
  | { readonly type: 'done'; readonly record: JobRecord; readonly isReused: boolean }
  | { readonly type: 'failed'; readonly message: string; readonly busy: boolean };
