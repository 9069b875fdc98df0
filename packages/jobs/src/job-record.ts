import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { JobsError } from './errors.js';
import { fileError } from './files.js';
import type { JobKind } from './job-kind.js';
import { openSealedJson } from './sealed-json.js';
import { damageOf, recordFile, type UnitFiles, unitFilesSchema } from './unit-files.js';

/** A finished job. */
export interface JobRecord<Result = unknown> {
  /** 1: of an earlier version, which kept no digests; it is trusted. */
  readonly format: 1 | 2;
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
  /** The other files of its folder. */
  readonly files?: UnitFiles;
}

/** How a job stands by what its folder holds. */
export type JobStanding<Result = unknown> =
  | { readonly state: 'finished'; readonly record: JobRecord<Result> }
  /** It was finished, but is not what it was: `reason` names the file and says how. */
  | { readonly state: 'damaged'; readonly reason: string }
  /** Not begun, or not ended. */
  | { readonly state: 'absent' };

/** How closely a job's files are looked at. */
export interface Examination {
  /** Reads all files of the result; else only those whose size or time have changed. Files are read before they are used. */
  readonly thorough?: boolean;
}

const shape = {
  key: z.string(),
  kind: z.string(),
  label: z.string(),
  computedAt: z.string(),
  seconds: z.number(),
  environment: z.string(),
  config: z.unknown().optional(),
  result: z.unknown().optional(),
};

/** Schema of records without digests. */
const unsealedSchema = z.strictObject({ format: z.literal(1), ...shape });

/** Schema of {@link JobRecord}, its result unchecked. */
const recordSchema = z.strictObject({ format: z.literal(2), ...shape, files: unitFilesSchema });

/**
 * A record as it will be read, its result unchecked.
 * @throws {z.ZodError} if it is none.
 */
export function checkedRecord(value: unknown): JobRecord {
  const record = recordSchema.parse(value);
  return { ...record, result: record.result };
}

function parse(text: string): JobRecord | undefined {
  try {
    const sealed = recordSchema.safeParse(openSealedJson(text)).data;
    const record = sealed ?? unsealedSchema.safeParse(JSON.parse(text)).data;
    return record && { ...record, result: record.result };
  } catch {
    return undefined;
  }
}

/**
 * The record in a folder; `damaged` if it is not what was written.
 * @returns undefined if there is none.
 * @throws {JobsError} if it cannot be read.
 */
export function recordIn(directory: string): JobRecord | 'damaged' | undefined {
  const file = path.join(directory, recordFile);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileError('Cannot read', file, error);
  }
  return parse(text) ?? 'damaged';
}

/** How the job of a folder stands, its result unchecked. */
export function examineFolder(directory: string, key: string, { thorough = false }: Examination = {}): JobStanding {
  const record = recordIn(directory);
  if (record === undefined) return { state: 'absent' };
  if (record === 'damaged') return { state: 'damaged', reason: `${recordFile} is damaged` };
  if (record.key !== key) return { state: 'damaged', reason: `${recordFile} is that of another job, ${record.label}` };
  for (const [name, file] of Object.entries(record.files ?? {})) {
    const reason = file.working ? undefined : damageOf(directory, name, file, thorough);
    if (reason) return { state: 'damaged', reason };
  }
  return { state: 'finished', record };
}

/**
 * Prepares the folder of a finished job to be computed once more: removes those of its files that are not what they were, also
 * those that only serve to go on after a stop, and then its record. What is sound is gone on with. Nobody else may write there.
 * @returns What was damaged, in words.
 */
export function unfinish(directory: string): string[] {
  const record = recordIn(directory);
  if (record === undefined) return [];
  const damages = record === 'damaged' ? [`${recordFile} is damaged`] : [];
  if (record !== 'damaged') {
    for (const [name, file] of Object.entries(record.files ?? {})) {
      const damage = damageOf(directory, name, file, true);
      if (damage === undefined) continue;
      damages.push(damage);
      rmSync(path.join(directory, name), { force: true, recursive: true });
    }
  }
  // Last: should this be interrupted, the record still tells what is not to be trusted.
  rmSync(path.join(directory, recordFile), { force: true });
  return damages;
}

/**
 * Checks that files of a finished job's folder are what was written, before they are used.
 * @param names Relative; those that its record does not list, or all if there is no record, cannot be checked.
 * @param hint What to do about one that is not.
 * @throws {JobsError} if one is not; the message names it.
 */
export function requireSound(
  directory: string,
  names: readonly string[],
  hint = 'Run the command that wrote it once more: it writes it again.',
): void {
  const record = recordIn(directory);
  if (record === undefined || record === 'damaged') return;
  for (const name of names) {
    const file = record.files?.[name];
    const damage = file && damageOf(directory, name, file, true);
    if (damage) {
      throw new JobsError(`${path.join(directory, name)} is damaged: ${damage}.`, { hint });
    }
  }
}

/**
 * Reads the result of a job that another one needs.
 * @param directory Its folder: one of the context's `needs`.
 * @param kind Its kind, whose schema checks the result.
 * @throws {JobsError} if the folder holds no sound result of that kind.
 */
export function readResult<Config, Result>(directory: string, kind: JobKind<string, Config, Result>): Result {
  const record = recordIn(directory);
  if (record === undefined || record === 'damaged' || record.kind !== kind.kind) {
    const found = record === 'damaged' ? 'a damaged one' : record ? `one of the kind '${record.kind}'` : 'none';
    throw new JobsError(`Expected a result of the kind '${kind.kind}' in ${directory}, found ${found}.`);
  }
  const { data, error } = kind.result.safeParse(record.result);
  if (error)
    throw new JobsError(`The result in ${directory} is not what its kind declares:\n${z.prettifyError(error)}`);
  return data;
}
