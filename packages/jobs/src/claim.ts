import { readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { JobProgress } from './job-context.js';
import { isAlive, type ProcessIdentity } from './process-identity.js';

/** Name of the file in a job's folder that says who computes it. */
export const claimFile = 'claim.json';

/** Seconds between signs of life. */
export const heartbeatSeconds = 20;

/**
 * Seconds without a sign of life after which a process of another machine counts as dead. Generous: a long
 * synchronous computation gives no sign either.
 */
export const deadAfterSeconds = 600;

/**
 * Seconds after which a claim that cannot be read counts as dead. A living claimant writes it anew at its next sign of life, so such
 * a claim was left by a machine that lost power, or was damaged after its process had died.
 */
export const damagedAfterSeconds: number = 3 * heartbeatSeconds;

/** The process that computes a job. */
export interface Claim extends ProcessIdentity {
  /** Unlike every other claim's. */
  readonly id: string;
  /** ISO 8601. */
  readonly since: string;
  /** Array job and task, if Slurm runs the process. */
  readonly slurm?: string;
  readonly progress?: JobProgress;
}

const claimSchema: z.ZodType<Claim> = z.object({
  host: z.string(),
  place: z.string(),
  pid: z.int(),
  begun: z.string(),
  id: z.string(),
  since: z.string(),
  slurm: z.string().optional(),
  progress: z.object({ done: z.number(), total: z.number(), note: z.string() }).optional(),
});

/** A claim as it lies in a file. */
export interface FoundClaim {
  /** Absent if the file is damaged. */
  readonly claim?: Claim;
  /** Time of the last sign of life, by the clock of the file system: milliseconds. */
  readonly lastSign: number;
}

/** Reads a claim; undefined if there is none. */
export function readClaim(file: string): FoundClaim | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    const lastSign = statSync(file).mtimeMs;
    try {
      return { claim: claimSchema.parse(JSON.parse(text)), lastSign };
    } catch {
      return { lastSign };
    }
  } catch {
    return undefined;
  }
}

/** The claim on a job's folder, dead or alive; undefined if there is none. */
export function claimOn(directory: string): FoundClaim | undefined {
  return readClaim(path.join(directory, claimFile));
}

/** Removes the claim on a job's folder whose claimant is known to be dead. */
export function forgetClaim(directory: string, dead: (claim: Claim) => boolean): void {
  const claim = claimOn(directory)?.claim;
  if (claim && dead(claim)) rmSync(path.join(directory, claimFile), { force: true });
}

/** The array job and task of Slurm that this process belongs to, if any. */
export function slurmTask(): string | undefined {
  const { SLURM_ARRAY_JOB_ID: arrayJob, SLURM_ARRAY_TASK_ID: task, SLURM_JOB_ID: single } = process.env;
  return arrayJob && task ? `${arrayJob}_${task}` : single;
}

/**
 * Whether the claimant is dead. On this machine its process tells; of another one the age of the last sign of life.
 * @param now By the clock of the same file system: milliseconds.
 */
export function isDead({ claim, lastSign }: FoundClaim, now: number): boolean {
  const alive = claim && isAlive(claim);
  if (alive !== undefined) return !alive;
  // Slurm starts a task again on another machine only after the first is gone.
  if (claim?.slurm !== undefined && claim.slurm === slurmTask()) return true;
  return now - lastSign > (claim ? deadAfterSeconds : damagedAfterSeconds) * 1000;
}

/** The claimant in a few words. */
export function describeClaimant(claim: Claim | undefined): string {
  if (!claim) return 'an unknown process';
  return `process ${claim.pid} on ${claim.host}${claim.slurm ? ` (Slurm ${claim.slurm})` : ''}`;
}
