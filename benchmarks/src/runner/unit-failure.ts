import { existsSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeFileAtomic } from '@polyvae/training/node';
import { z } from 'zod';
import { makeFolder } from '../make-folder.js';
import { slurmTask } from './unit-claim.js';

/** Why a unit failed the last time. */
export interface UnitFailure {
  readonly format: 1;
  readonly key: string;
  /** ISO 8601. */
  readonly failedAt: string;
  readonly reason: string;
  /** What else is known: a stack trace, the end of a log. */
  readonly detail: string;
  readonly host: string;
  /** Job and task, if Slurm ran it. */
  readonly slurm?: string;
}

const failureSchema: z.ZodType<UnitFailure> = z.object({
  format: z.literal(1),
  key: z.string(),
  failedAt: z.string(),
  reason: z.string(),
  detail: z.string(),
  host: z.string(),
  slurm: z.string().optional(),
});

const fileIn = (directory: string): string => path.join(directory, 'failure.json');

/** Why the unit of a folder failed the last time; undefined if it did not, or has been begun again. */
export function readFailure(directory: string, key: string): UnitFailure | undefined {
  const file = fileIn(directory);
  if (!existsSync(file)) return undefined;
  try {
    const failure = failureSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return failure.key === key ? failure : undefined;
  } catch {
    return undefined;
  }
}

/** Notes why the unit of a folder failed. A note that cannot be written is left out: the failure itself counts. */
export async function writeFailure(
  directory: string,
  key: string,
  why: Pick<UnitFailure, 'reason' | 'detail' | 'slurm'>,
): Promise<void> {
  const slurm = why.slurm ?? slurmTask();
  const failure: UnitFailure = {
    format: 1,
    key,
    failedAt: new Date().toISOString(),
    host: os.hostname(),
    ...why,
    ...(slurm && { slurm }),
  };
  const bytes = new TextEncoder().encode(`${JSON.stringify(failure, undefined, 2)}\n`);
  try {
    makeFolder(directory);
    await writeFileAtomic(fileIn(directory), bytes);
  } catch {
    // Said above.
  }
}

/** Forgets an earlier failure. */
export function clearFailure(directory: string): void {
  rmSync(fileIn(directory), { force: true });
}
