import { described, JobsError } from '../errors.js';
import type { Job } from '../job.js';
import type { JobProgress } from '../job-context.js';
import { writeFailure } from '../job-failure.js';
import { jobKey, keyHere } from '../job-key.js';
import type { JobOutcome } from '../job-outcome.js';
import type { JobStore } from '../job-store.js';
import { requireNeeds } from '../run-job.js';
import { runJobs } from '../run-jobs.js';
import { deserialiseJobs } from '../serialised-jobs.js';
import type { WorkerModule } from '../worker-module.js';
import { readJobsFile } from './jobs-file.js';

/** How a task computes its job. */
export interface ComputeTaskOptions {
  readonly store: JobStore;
  /** Knows the kinds and prepares this process. */
  readonly worker: WorkerModule;
  readonly signal?: AbortSignal;
  /** A sentence for the task's log. */
  onNote?(text: string): void;
  onProgress?(progress: JobProgress): void;
}

/**
 * Computes one job of a file that {@link runOnSlurm} wrote, in this process: the work of one task of an array job.
 * @param index The job's place in the file, from 0: the task's number.
 * @throws {JobsError} if the file holds no such job, the code is another than the one that planned it, or a job that it needs
 * has no result.
 */
export async function computeTask(file: string, index: number, options: ComputeTaskOptions): Promise<JobOutcome> {
  const { store, worker, signal, onNote, onProgress } = options;
  const { jobs, options: startOptions } = readJobsFile(file);
  const count = jobs.wanted.length;
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new JobsError(`${file} holds ${count} jobs, numbered from 0; there is no ${index}.`);
  }
  const job = deserialiseJobs({ ...jobs, wanted: [jobs.wanted[index]!] }, worker.kinds)[0]!;
  checkCode(job);
  requireNeeds(job, store);
  try {
    const { description } = await worker.start(startOptions);
    onNote?.(`${job.label} begins, on ${description}`);
    const [outcome] = await runJobs([job], {
      store,
      inProcess: { environment: description },
      ...(signal && { signal }),
      events: {
        onProgress: (_, progress) => onProgress?.(progress),
        onElsewhere: (_, reason) => onNote?.(`waiting: ${reason}`),
      },
    });
    return outcome!;
  } catch (error) {
    const { message, stack } = described(error);
    await writeFailure(store.directory(job), jobKey(job), { reason: message, detail: stack });
    throw error;
  }
}

/** Tasks may begin long after they were submitted. */
function checkCode(job: Job): void {
  if (keyHere(job) === jobKey(job)) return;
  throw new JobsError(
    `The code of ${job.label} has changed since it was submitted, and results of other code are other results. ` +
      'Submit it again: run the same command once more.',
  );
}
