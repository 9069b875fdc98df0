import { readFileSync } from 'node:fs';
import type { Job } from '../job.js';
import { readFailure, writeFailure } from '../job-failure.js';
import { jobKey } from '../job-key.js';
import type { JobStore } from '../job-store.js';
import { type Slurm, taskId } from './slurm.js';
import type { SubmittedJob } from './submission.js';

/** The last lines of a task's log; empty if there is none. */
function logTail(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
  } catch {
    return '';
  }
}

/**
 * Why a task that Slurm no longer has left no result: what its process noted, else how Slurm says that it ended. Keeps
 * the reason in the job's folder, where its status finds it.
 */
export async function reasonOfTask(
  job: Job,
  submitted: SubmittedJob,
  { store, slurm }: { readonly store: JobStore; readonly slurm: Slurm },
): Promise<string> {
  const { arrayJob, task, log } = submitted;
  const id = taskId(submitted);
  const directory = store.directory(job);
  const noted = readFailure(directory, jobKey(job));
  if (noted?.slurm === id) return `${noted.reason} (Slurm ${id}; ${log})`;
  const ending = (await slurm.ending(arrayJob, task)) ?? 'Slurm no longer knows how';
  const tail = logTail(log);
  const last = tail.split('\n').at(-1);
  const reason = `Slurm ${id} ended without a result (${ending})${last ? `, its last line: ${last}` : ''}; ${log}`;
  await writeFailure(directory, jobKey(job), { reason, detail: tail, slurm: id });
  return reason;
}
