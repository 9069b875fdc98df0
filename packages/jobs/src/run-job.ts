import { described } from './errors.js';
import { makeFolder, removeLeftovers } from './files.js';
import type { Job } from './job.js';
import type { JobProgress } from './job-context.js';
import { clearFailure, writeFailure } from './job-failure.js';
import { jobKey } from './job-key.js';
import { JobLock } from './job-lock.js';
import type { JobRecord, JobStore } from './job-store.js';

/** How a job is run in this process. */
export interface RunJobOptions {
  readonly store: JobStore;
  /** Description of what computes, for the record. */
  readonly environment: string;
  readonly signal?: AbortSignal;
  onProgress?(progress: JobProgress): void;
}

/**
 * Computes one job in this process and keeps its result, or the reason why it failed. The jobs it needs must be in the
 * store.
 * @throws {JobBusyError} if another process computes it.
 */
export async function runJob<Config, Result>(
  job: Job<Config, Result>,
  { store, environment, signal, onProgress }: RunJobOptions,
): Promise<JobRecord<Result>> {
  signal?.throwIfAborted();
  const directory = store.directory(job);
  makeFolder(directory);
  const lock = JobLock.claim(directory);
  try {
    // Another process may have finished it just before it gave it back.
    const finished = store.read(job);
    if (finished) return finished;
    clearFailure(directory);
    removeLeftovers(directory);
    const started = performance.now();
    const result = await job.kind.run(job.config, {
      directory,
      needs: job.needs.map((need) => store.directory(need)),
      signal: signal ? AbortSignal.any([signal, lock.lost]) : lock.lost,
      onProgress(progress) {
        lock.report(progress);
        onProgress?.(progress);
      },
    });
    const seconds = (performance.now() - started) / 1000;
    // Whoever took the job over writes there now.
    lock.lost.throwIfAborted();
    return await store.write(job, { seconds, environment, result });
  } catch (error) {
    if (lock.lost.aborted) throw lock.lost.reason;
    if (!signal?.aborted) {
      const { message, stack } = described(error);
      await writeFailure(directory, jobKey(job), { reason: message, detail: stack });
    }
    throw error;
  } finally {
    lock.release();
  }
}
