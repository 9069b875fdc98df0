import { described, JobBusyError, JobsError } from './errors.js';
import { inFolder } from './in-folder.js';
import type { Job } from './job.js';
import type { JobContext, JobProgress } from './job-context.js';
import { clearFailure, writeFailure } from './job-failure.js';
import { jobKey } from './job-key.js';
import { type JobRecord, unfinish } from './job-record.js';
import { type JobStore, writeRecord } from './job-store.js';

/** How a job is run in this process. */
export interface RunJobOptions {
  readonly store: JobStore;
  /** Description of what computes, for the record. */
  readonly environment: string;
  readonly signal?: AbortSignal;
  onProgress?(progress: JobProgress): void;
  /** Told if another process has finished the job meanwhile, whose record is given. */
  onReused?(): void;
}

/**
 * Computes one job in this process and keeps its result, or the reason why it failed. The jobs it needs must be in the
 * store.
 * @throws {JobBusyError} if another process computes it.
 * @throws {JobsError} if a job that it needs is not finished, or not what it was.
 */
export async function runJob<Config, Result>(
  job: Job<Config, Result>,
  { store, signal, onProgress, onReused, environment }: RunJobOptions,
): Promise<JobRecord<Result>> {
  const directory = store.directory(job);
  return inFolder(directory, { signal, onProgress }, async (context) => {
    // Another process may have finished it just before it gave it back.
    const standing = store.examine(job, { thorough: true });
    if (standing.state === 'finished') {
      onReused?.();
      return standing.record;
    }
    try {
      clearFailure(directory);
      requireNeeds(job, store);
      return await computeJob(job, { ...context, needs: job.needs.map((need) => store.directory(need)), environment });
    } catch (error) {
      if (!context.signal.aborted && !(error instanceof JobBusyError)) {
        const { message, stack } = described(error);
        await writeFailure(directory, jobKey(job), { reason: message, detail: stack });
      }
      throw error;
    }
  });
}

/**
 * Checks that the jobs that a job needs are finished and what they were.
 * @throws {JobsError} if one is not; the message names it and the file.
 */
export function requireNeeds(job: Job, store: JobStore): void {
  for (const need of job.needs) {
    const standing = store.examine(need, { thorough: true });
    if (standing.state === 'absent') throw new JobsError(`${job.label} needs ${need.label}, which has no result.`);
    if (standing.state === 'damaged') {
      throw new JobsError(
        `${job.label} needs ${need.label}, which is damaged: ${standing.reason}. Run the same command once more: it computes that again.`,
      );
    }
  }
}

/** Where a job is computed, and what it is computed with. */
export interface JobPlace extends JobContext {
  /** Description of what computes, for the record. */
  readonly environment: string;
  /** Told of each file there that was finished and is not what it was; it is removed. */
  onDamaged?(reason: string): void;
}

/**
 * Computes a job in a folder in which nobody else works, and keeps its result and the digests of its files there. What is sound of
 * an earlier one is gone on with.
 */
export async function computeJob<Config, Result>(
  job: Job<Config, Result>,
  { environment, onDamaged, ...context }: JobPlace,
): Promise<JobRecord<Result>> {
  const { directory, signal } = context;
  for (const reason of unfinish(directory)) onDamaged?.(reason);
  const started = performance.now();
  const result = await job.kind.run(job.config, context);
  const seconds = (performance.now() - started) / 1000;
  // Whoever took the job over writes there now.
  if (signal.reason instanceof JobBusyError) throw signal.reason;
  return await writeRecord(directory, job, { seconds, environment, result });
}
