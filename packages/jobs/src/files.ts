import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { JobsError } from './errors.js';

/** Meaning of the file system's error codes, and what to do about them. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied (EACCES). Choose another place, or change its permissions.',
  EPERM: 'the system does not permit it (EPERM). Choose another place, or change its permissions.',
  EROFS: 'the file system is read-only (EROFS). Choose another place.',
  ENOTDIR: 'a part of this path is a file, not a folder (ENOTDIR). Choose a path that leads through folders only.',
  EEXIST: 'a file of this name is in the way (EEXIST). Choose another name, or move the file away.',
  EISDIR: 'it is a folder, not a file (EISDIR). Give the name of a file.',
  ENOENT: 'there is no such file or folder (ENOENT). Check the spelling of the path.',
  ENOSPC: 'the disk is full (ENOSPC). Free some space, or choose another place.',
  EDQUOT: 'the disk quota is used up (EDQUOT). Free some space, or choose another place.',
  EFBIG: 'the file is larger than the system allows (EFBIG). Choose another place, or raise the limit (ulimit -f).',
  ENAMETOOLONG: 'the name is too long (ENAMETOOLONG). Choose a shorter one.',
  EMFILE: 'too many files are open (EMFILE). Close other programs, or raise the limit (ulimit -n).',
};

/**
 * An error of a file or folder in words.
 * @param attempt Action that failed, e.g. `Cannot read`; the path follows.
 */
export function fileError(attempt: string, file: string, error: unknown): JobsError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new JobsError(`${attempt} ${file}: ${reasons[code ?? ''] ?? message}`, { cause: error });
}

/**
 * Makes a folder and those above it; one that exists is left as it is.
 * @throws {JobsError} if it cannot be made.
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileError('Cannot make the folder', folder, error);
  }
}

/**
 * Writes a file so that at every moment either its old content or all of the new one is there: under a temporary name,
 * which no other writer uses, flushed to the disk, then renamed.
 *
 * The package write-file-atomic is not used: it ignores short writes, and so renames a truncated file when the disk fills up.
 * @throws {JobsError} if that fails; the temporary file is removed and the old content kept.
 */
export async function writeFileAtomic(file: string, content: string): Promise<void> {
  const temporary = `${file}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw fileError('Cannot write', file, error);
  }
  await syncFolder(path.dirname(file));
}

/** Makes a renaming itself durable, where the platform can. */
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

/** Removes temporary files of {@link writeFileAtomic} that a killed process left in a folder. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (/\.[0-9a-f]{16}\.tmp$/.test(name)) rmSync(path.join(folder, name), { force: true });
  }
}
