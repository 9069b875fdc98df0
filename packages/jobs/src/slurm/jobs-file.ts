import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { JobsError } from '../errors.js';
import { fileError, writeFileAtomic } from '../files.js';
import type { Job } from '../job.js';
import { type SerialisedJobs, serialisedJobsSchema, serialiseJobs } from '../serialised-jobs.js';

/** Jobs in a file, for processes that compute one of them each. */
export interface JobsFile {
  readonly format: 1;
  /** For `start` of the worker module. */
  readonly options?: unknown;
  readonly jobs: SerialisedJobs;
}

const fileSchema: z.ZodType<JobsFile> = z.strictObject({
  format: z.literal(1),
  options: z.unknown().optional(),
  jobs: serialisedJobsSchema,
});

/** Writes jobs to a file. */
export async function writeJobsFile(file: string, jobs: readonly Job[], options?: unknown): Promise<void> {
  const content: JobsFile = { format: 1, options, jobs: serialiseJobs(jobs) };
  await writeFileAtomic(file, `${JSON.stringify(content, undefined, 1)}\n`);
}

/** @throws {JobsError} if there is no such file, or it is another kind of file. */
export function readJobsFile(file: string): JobsFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw fileError('Cannot read the jobs', file, error);
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    throw new JobsError(`${file} holds no jobs. Give a file that a submission to Slurm wrote.`);
  }
}
