import path from 'node:path';
import { z } from 'zod';
import { described, JobsError } from './errors.js';
import { makeFolder, writeFileAtomic } from './files.js';
import type { Job } from './job.js';
import { jobKey } from './job-key.js';
import { checkedRecord, type Examination, examineFolder, type JobRecord, type JobStanding } from './job-record.js';
import { requireKey, requireLabel } from './label.js';
import { sealJson } from './sealed-json.js';
import { digestFiles, recordFile } from './unit-files.js';

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

  /**
   * The folder of a job of which only label and key are known.
   * @throws {JobsError} if they cannot name a folder, or name one elsewhere.
   */
  folder(label: string, key: string): string {
    requireLabel(label);
    requireKey(key);
    return path.join(this.root, 'jobs', `${label}-${key.slice(0, 16)}`);
  }

  /**
   * The record of a job, if it was finished before and is sound: record, result and files are what was written. If not, the job
   * is computed again.
   */
  read<Config, Result>(job: Job<Config, Result>): JobRecord<Result> | undefined {
    const standing = this.examine(job);
    return standing.state === 'finished' ? standing.record : undefined;
  }

  /** How a job stands. */
  examine<Config, Result>(job: Job<Config, Result>, how?: Examination): JobStanding<Result> {
    const key = jobKey(job);
    const standing = examineFolder(this.folder(job.label, key), key, how);
    if (standing.state !== 'finished') return standing;
    const { success, data } = job.kind.result.safeParse(standing.record.result);
    if (success) return { state: 'finished', record: { ...standing.record, result: data } };
    return { state: 'damaged', reason: `its result is not what the kind '${job.kind.kind}' declares` };
  }

  /**
   * Keeps a job's result and the digests of its files.
   * @returns The record as it will be read.
   * @throws {JobsError} if the kind's schema refuses what JSON keeps of the result, or it cannot be written.
   */
  write<Config, Result>(job: Job<Config, Result>, outcome: Computed<Result>): Promise<JobRecord<Result>> {
    return writeRecord(this.directory(job), job, outcome);
  }
}

/** What a job gave, and how. */
export interface Computed<Result> {
  readonly seconds: number;
  /** Description of what computed it. */
  readonly environment: string;
  readonly result: Result;
}

/** Keeps a job's result in a folder of the caller's choice; else as {@link JobStore.write}. */
export async function writeRecord<Config, Result>(
  directory: string,
  job: Job<Config, Result>,
  { seconds, environment, result }: Computed<Result>,
): Promise<JobRecord<Result>> {
  const { kind, label, config } = job;
  makeFolder(directory);
  const record = {
    format: 2,
    key: jobKey(job),
    kind: kind.kind,
    label,
    computedAt: new Date().toISOString(),
    seconds,
    environment,
    config,
    result,
    files: digestFiles(directory, kind.working),
  };
  let read: JobRecord<Result>;
  try {
    const parsed = checkedRecord(JSON.parse(JSON.stringify(record)));
    read = { ...parsed, result: kind.result.parse(parsed.result) };
  } catch (error) {
    const found = error instanceof z.ZodError ? z.prettifyError(error) : described(error).message;
    throw new JobsError(
      `The result of ${label} is not what the kind '${kind.kind}' declares, or not plain data:\n${found}`,
    );
  }
  await writeFileAtomic(path.join(directory, recordFile), `${sealJson(record)}\n`);
  return read;
}
