import { readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { slurmTask } from './claim.js';
import { makeFolder, writeFileAtomic } from './files.js';

/** Why a job failed the last time. */
export interface JobFailure {
  readonly format: 1;
  readonly key: string;
  /** ISO 8601. */
  readonly failedAt: string;
  readonly reason: string;
  /** More that is known: a stack trace, the end of a log. */
  readonly detail: string;
  readonly host: string;
  /** Array job and task, if Slurm ran it. */
  readonly slurm?: string;
}

const failureSchema: z.ZodType<JobFailure> = z.object({
  format: z.literal(1),
  key: z.string(),
  failedAt: z.string(),
  reason: z.string(),
  detail: z.string(),
  host: z.string(),
  slurm: z.string().optional(),
});

/** Name of the file in a job's folder that says why it failed. */
export const failureFile = 'failure.json';

/** Why the job of a folder failed the last time; undefined if it did not, or has been begun again. */
export function readFailure(directory: string, key: string): JobFailure | undefined {
  try {
    const failure = failureSchema.parse(JSON.parse(readFileSync(path.join(directory, failureFile), 'utf8')));
    return failure.key === key ? failure : undefined;
  } catch {
    return undefined;
  }
}

/** Notes why the job of a folder failed. A note that cannot be written is left out: the failure itself counts. */
export async function writeFailure(
  directory: string,
  key: string,
  why: Pick<JobFailure, 'reason' | 'detail' | 'slurm'>,
): Promise<void> {
  const slurm = why.slurm ?? slurmTask();
  const failure: JobFailure = {
    format: 1,
    key,
    failedAt: new Date().toISOString(),
    host: os.hostname(),
    ...why,
    ...(slurm && { slurm }),
  };
  try {
    makeFolder(directory);
    await writeFileAtomic(path.join(directory, failureFile), `${JSON.stringify(failure, undefined, 2)}\n`);
  } catch {
    // Said above.
  }
}

/** Forgets an earlier failure. */
export function clearFailure(directory: string): void {
  rmSync(path.join(directory, failureFile), { force: true });
}
