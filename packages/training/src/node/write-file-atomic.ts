import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PolyvaeError } from '@polyvae/errors';
import { isLeftByDead, temporaryName } from './temporary-name.js';

/** A file that could not be written; whatever was there before is still there. */
export class WriteError extends PolyvaeError {
  override readonly name = 'WriteError';
  readonly code = 'write';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'the disk quota is used up; free some space',
  EFBIG: 'the file is larger than the system allows',
  EROFS: 'the file system is read-only; choose another place',
  EACCES: 'permission was denied; choose another place or change its permissions',
  ENOENT: 'its folder does not exist; create it first',
  EISDIR: 'a folder of that name is in the way; choose another name',
};

/** An error that says what could not be written, why, and what is left. */
export function writeError(path: string, bytes: number, error: unknown, left: string): WriteError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = (code !== undefined && REASONS[code]) || message;
  return new WriteError(`could not write ${path} (${bytes} bytes): ${reason}; ${left}`, { cause: error });
}

/**
 * Writes a file so that at every moment either the old content or the whole new one is there: to a temporary name of its own
 * beside it, flushed to the disk, then renamed. Of several writers at once the last one's content stays. What writers of the file left
 * that were killed on this machine is removed.
 * @throws {WriteError} if that fails; the temporary file is removed and an old file kept.
 * @example
 * ```ts
 * await writeFileAtomic('runs/a/summary.json', new TextEncoder().encode(text));
 * ```
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = temporaryName(path);
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw writeError(path, bytes.byteLength, error, 'what was there before is unchanged');
  }
  await syncFolder(dirname(path));
  await removeLeft(path);
}

async function removeLeft(path: string): Promise<void> {
  const [folder, own] = [dirname(path), `${basename(path)}.`];
  try {
    const left = (await readdir(folder)).filter((name) => name.startsWith(own) && isLeftByDead(name));
    await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
  } catch {
    // The file itself is written.
  }
}

/** Makes the renaming itself durable, where the platform can. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows cannot open folders, and some file systems cannot sync them: the file itself is complete all the same.
  }
}
