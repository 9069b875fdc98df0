import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { claimFile } from './claim.js';
import { fileError, isTemporary } from './files.js';
import { failureFile } from './job-failure.js';

/** What a file of a finished job was like. */
export interface UnitFile {
  readonly bytes: number;
  readonly sha256: string;
  /** Time of its last change, milliseconds: while it and the size are the same, the content is taken to be. */
  readonly modified: number;
  /** Set if it only serves to go on after a stop, so that the result does not depend on it any more. */
  readonly working?: true | undefined;
}

/** Files of a job's folder by name, relative, with `/`. */
export type UnitFiles = Readonly<Record<string, UnitFile>>;

/** A name that leads nowhere but into the folder. */
function isInside(name: string): boolean {
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part));
}

/** Schema of {@link UnitFiles}. */
export const unitFilesSchema: z.ZodType<UnitFiles> = z.record(
  z.string().refine(isInside, 'a name that leads out of the folder'),
  z.strictObject({
    bytes: z.int().nonnegative(),
    sha256: z.string(),
    modified: z.number(),
    working: z.literal(true).optional(),
  }),
);

/** Name of the file in a job's folder that holds its result. */
export const recordFile = 'record.json';

const ownFiles = [claimFile, failureFile, recordFile];

function namesIn(directory: string, below = ''): string[] {
  return readdirSync(path.join(directory, below), { withFileTypes: true }).flatMap((entry) => {
    const name = below + entry.name;
    if (entry.isDirectory()) return namesIn(directory, `${name}/`);
    const isOwn = below === '' && ownFiles.some((own) => name === own || name.startsWith(`${own}.`));
    return isOwn || isTemporary(name) ? [] : [name];
  });
}

/** The SHA-256 of a file, read in portions. */
export function fileSha256(file: string): string {
  const hash = createHash('sha256');
  const portion = Buffer.allocUnsafe(1 << 20);
  const handle = openSync(file, 'r');
  try {
    for (let size = readSync(handle, portion); size > 0; size = readSync(handle, portion)) {
      hash.update(portion.subarray(0, size));
    }
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}

/**
 * The files of a job's folder with their digests, but for those by which jobs are managed.
 * @param working Names of files and folders that only serve to go on after a stop, also with a number behind: `log.jsonl.1`.
 * @throws {JobsError} if one cannot be read.
 */
export function digestFiles(directory: string, working: readonly string[] = []): UnitFiles {
  const isWorking = (name: string): boolean =>
    working.some((own) => name === own || name.startsWith(`${own}/`) || name.startsWith(`${own}.`));
  return Object.fromEntries(
    namesIn(directory)
      .sort()
      .flatMap((name): [string, UnitFile][] => {
        const file = path.join(directory, name);
        try {
          const stats = statSync(file);
          // A link to a folder, say.
          if (!stats.isFile()) return [];
          const { size: bytes, mtimeMs: modified } = stats;
          return [[name, { bytes, sha256: fileSha256(file), modified, ...(isWorking(name) && { working: true }) }]];
        } catch (error) {
          throw fileError('Cannot read', file, error);
        }
      }),
  );
}

/**
 * The way in which a file is not what it was, in words; undefined if it is.
 * @param thorough Reads it in any case; else only if its time has changed.
 */
export function damageOf(directory: string, name: string, was: UnitFile, thorough: boolean): string | undefined {
  const file = path.join(directory, name);
  try {
    const found = statSync(file);
    if (!found.isFile()) return `${name} is no file`;
    if (found.size !== was.bytes) return `${name} has ${found.size} bytes instead of ${was.bytes}`;
    const unchanged = found.mtimeMs === was.modified;
    if (unchanged && !thorough) return undefined;
    return fileSha256(file) === was.sha256 ? undefined : `${name} is not what was written (its SHA-256 differs)`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? `${name} is missing`
      : `${name} cannot be read (${code ?? message})`;
  }
}
