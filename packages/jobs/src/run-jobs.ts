import os from 'node:os';
import { JobsError } from './errors.js';
import type { Executor } from './executor.js';
import type { Job } from './job.js';
import { jobKey } from './job-key.js';
import type { JobEvents, JobOutcome } from './job-outcome.js';
import type { JobStore } from './job-store.js';
import { processExecutor } from './process-executor.js';
import { runJob } from './run-job.js';
import { scheduleJobs } from './schedule-jobs.js';

/** Child processes that compute jobs. */
export interface Workers {
  /** Processes at the same time, one job each. */
  readonly count: number;
  /** Address of a {@link WorkerModule}, which each process imports. */
  readonly module: URL;
  /** Given to its `start`; what the structured clone algorithm can copy. */
  readonly options?: unknown;
  /** Threads of each process, given as `OMP_NUM_THREADS`; default: the cores shared out. */
  readonly threads?: number;
}

/** Where and how jobs are run. */
export interface RunJobsOptions {
  readonly store: JobStore;
  /** Computes in child processes; without it, in this process. */
  readonly workers?: Workers;
  /** Describes what computes in this process, for the records; default: Node's version and platform. */
  readonly inProcess?: { readonly environment: string };
  /** Stops the run; what was reached is kept. */
  readonly signal?: AbortSignal;
  readonly events?: JobEvents;
}

/**
 * Computes jobs, each after the jobs it needs, reusing what the store holds. A job that fails does not stop the rest: only
 * those that need it are skipped. Equal jobs run once. What another process computes is left to it and waited for. Needed
 * jobs that are not among the given ones run as well.
 * @returns One outcome for each given job, in their order.
 * @throws {JobsError} if the code of a job cannot be followed, the store cannot be read, or there are no workers.
 */
export async function runJobs(jobs: readonly Job[], options: RunJobsOptions): Promise<JobOutcome[]> {
  const { store, workers, signal = new AbortController().signal, events = {} } = options;
  const environment = options.inProcess?.environment ?? environmentHere();
  const here: Executor = {
    run: (job, handlers) => runJob(job, { store, environment, ...handlers }),
    close: async () => {},
  };
  const executors = workers ? executorsOf(store, workers) : [here];
  try {
    return await scheduleJobs(jobs, { ...events, store, executors, signal });
  } finally {
    await Promise.all(executors.map((executor) => executor.close()));
  }
}

function executorsOf(store: JobStore, { count, threads, ...rest }: Workers): Executor[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new JobsError(
      `workers.count must be a whole number from 1, found ${count}. Leave workers out to compute in this process.`,
    );
  }
  const share = threads ?? Math.max(1, Math.floor(os.availableParallelism() / count));
  return Array.from({ length: count }, () => processExecutor(store, { ...rest, threads: share }));
}

function environmentHere(): string {
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}`;
}

/** The outcome of one job among those of a run, its result typed; undefined if it was not part of the run. */
export function outcomeOf<Config, Result>(
  outcomes: readonly JobOutcome[],
  job: Job<Config, Result>,
): JobOutcome<Result> | undefined {
  const key = jobKey(job);
  // Records are checked by the job's own kind when they are read or written.
  return outcomes.find((outcome) => jobKey(outcome.job) === key) as JobOutcome<Result> | undefined;
}
