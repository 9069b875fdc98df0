import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { JobsError } from './errors.js';
import { isLeftByDead, temporaryName } from './temporary-name.js';

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
 * @returns The first of them that did not exist; undefined if all did.
 * @throws {JobsError} if it cannot be made.
 */
export function makeFolder(folder: string): string | undefined {
  // One by one: where the system makes no folder (`/proc`), Node's own way tries for ever, and elsewhere it hides why.
  const missing: string[] = [];
  let one = path.resolve(folder);
  for (; !existsSync(one) && path.dirname(one) !== one; one = path.dirname(one)) missing.unshift(one);
  try {
    if (missing.length === 0 && !statSync(one).isDirectory()) mkdirSync(one);
    for (const next of missing) makeIfAbsent(next);
  } catch (error) {
    throw fileError('Cannot make the folder', folder, error);
  }
  return missing[0];
}

/** Makes a folder, unless another process just has. */
function makeIfAbsent(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST' && statSync(folder).isDirectory();
    if (!isThere) throw error;
  }
}

/**
 * Removes a folder and those above it that {@link makeFolder} made, as far as they are empty.
 * @param first What that returned.
 */
export function unmakeFolder(folder: string, first: string | undefined): void {
  if (first === undefined) return;
  try {
    for (let one = path.resolve(folder); one.length >= path.resolve(first).length; one = path.dirname(one)) {
      rmdirSync(one);
    }
  } catch {
    // It is not empty.
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
  const temporary = temporaryName(file);
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
  removeLeft(file);
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

/** Removes what writers of a file left beside it that were killed on this machine. */
function removeLeft(file: string): void {
  const [folder, own] = [path.dirname(file), `${path.basename(file)}.`];
  try {
    for (const name of readdirSync(folder)) {
      if (name.startsWith(own) && isLeftByDead(name)) rmSync(path.join(folder, name), { force: true });
    }
  } catch {
    // The file itself is written.
  }
}

/** Whether a name is that of a temporary file, of this or an earlier version, or of the training package. */
export function isTemporary(name: string): boolean {
  return /\.(?:[0-9a-f]{16}|[0-9a-f-]{36}|[0-9a-f]{8}-\d+-[0-9a-f]{8})\.tmp$/.test(name);
}

/** Removes temporary files that killed processes left in a folder and those below it, in which nobody else may write. */
export function removeLeftovers(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    // Folders are written under such names too, and what they replace is set aside until they are in its place.
    const [replacement] = /^.*(?=\.[0-9a-f-]{36}\.old$)/.exec(place) ?? [];
    const isLeft = isTemporary(entry.name) || (replacement !== undefined && existsSync(replacement));
    if (isLeft) rmSync(place, { force: true, recursive: true });
    else if (entry.isDirectory()) removeLeftovers(place);
  }
}
