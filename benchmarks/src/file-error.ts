import { UserError } from './user-error.js';

/** What an error code of the file system says, and what to do about it. */
const reasons: Readonly<Record<string, readonly [found: string, advice: string]>> = {
  EACCES: ['permission is denied (EACCES)', 'Choose another place, or change its permissions.'],
  EPERM: ['the system does not permit it (EPERM)', 'Choose another place, or change its permissions.'],
  EROFS: ['the file system is read-only (EROFS)', 'Choose another place.'],
  ENOTDIR: ['a part of this path is a file, not a folder (ENOTDIR)', 'Choose a path that leads through folders only.'],
  EEXIST: ['a file of this name is in the way (EEXIST)', 'Choose another name, or move the file away.'],
  EISDIR: ['it is a folder, not a file (EISDIR)', 'Give the name of a file.'],
  ENOENT: ['there is no such file or folder (ENOENT)', 'Check the spelling of the path.'],
  ENOSPC: ['the disk is full (ENOSPC)', 'Free some space, or choose another place.'],
  EDQUOT: ['the disk quota is used up (EDQUOT)', 'Free some space, or choose another place.'],
  ENAMETOOLONG: ['the name is too long (ENAMETOOLONG)', 'Choose a shorter one.'],
  EMFILE: ['too many files are open (EMFILE)', 'Close other programs, or raise the limit (ulimit -n).'],
};

/**
 * The error of a file or folder that the user named, said in words.
 * @param attempt What failed, e.g. `Cannot read`; the path follows.
 */
export function fileError(attempt: string, path: string, error: unknown): UserError {
  const { code, message } = error as NodeJS.ErrnoException;
  const [found, advice] = reasons[code ?? ''] ?? [message, undefined];
  return new UserError(`${attempt} ${path}: ${found}.`, advice);
}
