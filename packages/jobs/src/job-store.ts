import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { described, JobsError } from './errors.js';
import { fileError, makeFolder, writeFileAtomic } from './files.js';
import type { Job } from './job.js';
import { jobKey } from './job-key.js';
import type { JobKind } from './job-kind.js';

/** A finished job. */
export interface JobRecord<Result = unknown> {
  readonly format: 1;
  readonly key: string;
  readonly kind: string;
  readonly label: string;
  /** ISO 8601. */
  readonly computedAt: string;
  readonly seconds: number;
  /** Description of what computed it, e.g. an engine. */
  readonly environment: string;
  readonly config?: unknown;
  readonly result: Result;
}

const recordSchema = z.strictObject({
  format: z.literal(1),
  key: z.string(),
  kind: z.string(),
  label: z.string(),
  computedAt: z.string(),
  seconds: z.number(),
  environment: z.string(),
  config: z.unknown().optional(),
  result: z.unknown().optional(),
});

/** Name of the file in a job's folder. */
const recordFile = 'record.json';

/** Finished and half-finished jobs in a folder, each in its own folder named by its content. */
export class JobStore {
  /** The results folder. */
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** The folder where a job keeps its checkpoints, logs and record. */
  directory(job: Job): string {
    return this.folder(job.label, jobKey(job));
  }

  /** The folder of a job of which only label and key are known. */
  folder(label: string, key: string): string {
    return path.join(this.root, 'jobs', `${label}-${key.slice(0, 16)}`);
  }

  /**
   * The record of a job, if it was finished before. A damaged record, or a result that the kind's schema refuses, counts as
   * absent: the job is computed again.
   */
  read<Config, Result>(job: Job<Config, Result>): JobRecord<Result> | undefined {
    const key = jobKey(job);
    const record = this.readFolder(this.folder(job.label, key), key);
    if (!record) return undefined;
    const { success, data } = job.kind.result.safeParse(record.result);
    return success ? { ...record, result: data } : undefined;
  }

  /** The record in a job's folder, its result unchecked. */
  readFolder(directory: string, key: string): JobRecord | undefined {
    const record = recordIn(directory);
    return record?.key === key ? record : undefined;
  }

  /**
   * Keeps a job's result.
   * @returns The record as it will be read.
   * @throws {JobsError} if the kind's schema refuses what JSON keeps of the result, or it cannot be written.
   */
  async write<Config, Result>(
    job: Job<Config, Result>,
    outcome: { readonly seconds: number; readonly environment: string; readonly result: Result },
  ): Promise<JobRecord<Result>> {
    const { kind, label, config } = job;
    const record = {
      format: 1,
      key: jobKey(job),
      kind: kind.kind,
      label,
      computedAt: new Date().toISOString(),
      config,
    };
    const text = JSON.stringify({ ...record, ...outcome });
    let read: JobRecord<Result>;
    try {
      const parsed = recordSchema.parse(JSON.parse(text));
      read = { ...parsed, result: kind.result.parse(parsed.result) };
    } catch (error) {
      const found = error instanceof z.ZodError ? z.prettifyError(error) : described(error).message;
      throw new JobsError(
        `The result of ${label} is not what the kind '${kind.kind}' declares, or not plain data:\n${found}`,
      );
    }
    makeFolder(this.directory(job));
    await writeFileAtomic(path.join(this.directory(job), recordFile), `${text}\n`);
    return read;
  }
}

/** The record in a folder; undefined if there is none, or it is damaged. */
function recordIn(directory: string): JobRecord | undefined {
  const file = path.join(directory, recordFile);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileError('Cannot read', file, error);
  }
  try {
    const record = recordSchema.parse(JSON.parse(text));
    return { ...record, result: record.result };
  } catch {
    return undefined;
  }
}

/**
 * Reads the result of a job that another one needs.
 * @param directory Its folder: one of the context's `needs`.
 * @param kind Its kind, whose schema checks the result.
 * @throws {JobsError} if the folder holds no result of that kind.
 */
export function readResult<Config, Result>(directory: string, kind: JobKind<string, Config, Result>): Result {
  const record = recordIn(directory);
  if (record?.kind !== kind.kind) {
    const found = record ? `one of the kind '${record.kind}'` : 'none';
    throw new JobsError(`Expected a result of the kind '${kind.kind}' in ${directory}, found ${found}.`);
  }
  const { data, error } = kind.result.safeParse(record.result);
  if (error)
    throw new JobsError(`The result in ${directory} is not what its kind declares:\n${z.prettifyError(error)}`);
  return data;
}
