import { z } from 'zod';
import { allJobs } from './all-jobs.js';
import { JobsError } from './errors.js';
import { type Job, job } from './job.js';
import { adoptKey, jobKey } from './job-key.js';
import type { JobKind } from './job-kind.js';
import { isKey, isLabel } from './label.js';

/** Jobs as plain data, for a file or another process. */
export interface SerialisedJobs {
  /** The wanted jobs and all that they need, what is needed first. */
  readonly jobs: readonly SerialisedJob[];
  /** Keys of the wanted ones, in their order. */
  readonly wanted: readonly string[];
}

/** A job as plain data: its kind is a name, its needs are keys. */
export interface SerialisedJob {
  readonly key: string;
  readonly kind: string;
  readonly label: string;
  readonly config?: unknown;
  readonly needs: readonly string[];
}

/** The schema of {@link SerialisedJobs}; configurations are checked by their kinds' schemas. */
export const serialisedJobsSchema: z.ZodType<SerialisedJobs> = z.object({
  jobs: z.array(
    z.strictObject({
      key: z.string().refine(isKey),
      kind: z.string(),
      label: z.string().refine(isLabel),
      config: z.unknown().optional(),
      needs: z.array(z.string()),
    }),
  ),
  wanted: z.array(z.string()),
});

/** Turns jobs into plain data. */
export function serialiseJobs(jobs: readonly Job[]): SerialisedJobs {
  return {
    jobs: allJobs(jobs).map((one) => ({
      key: jobKey(one),
      kind: one.kind.kind,
      label: one.label,
      config: one.config,
      needs: one.needs.map(jobKey),
    })),
    wanted: jobs.map(jobKey),
  };
}

/**
 * The wanted jobs, with the keys they had where they were serialised.
 * @param kinds Where their kinds are found by name.
 * @throws {JobsError} if a kind is unknown, or its schema refuses a configuration.
 */
export function deserialiseJobs({ jobs, wanted }: SerialisedJobs, kinds: readonly JobKind[]): Job[] {
  const found = new Map<string, Job>();
  const byKey = (key: string): Job => {
    const known = found.get(key);
    if (!known)
      throw new JobsError(`A job needs ${key.slice(0, 16)}, which is not among the serialised jobs before it.`);
    return known;
  };
  for (const { key, kind: name, label, config, needs } of jobs) {
    const kind = kinds.find((one) => one.kind === name);
    if (!kind) {
      const known = kinds.map((one) => one.kind).join(', ') || 'none';
      throw new JobsError(`The job ${label} is of the kind '${name}', which is not known here (known: ${known}).`);
    }
    const made = job(kind, { label, config, needs: needs.map(byKey) });
    adoptKey(made, key);
    found.set(key, made);
  }
  return wanted.map(byKey);
}
