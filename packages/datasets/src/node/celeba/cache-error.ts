import { DataFileError } from '../../data-file-error.js';

/** What to do, by the system's error code. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room, or name a folder on another disk with the option `cache`.',
  EDQUOT: 'Make room, or name a folder on another disk with the option `cache`.',
  EMFILE: 'Allow the process more open files (`ulimit -n`).',
};

/** An error about the cache's own files. */
export function cacheError(file: string, expected: string, cause: unknown): DataFileError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return new DataFileError({
    file,
    where: 'cache of decoded faces',
    expected,
    found: message,
    advice: ADVICE[code] ?? 'Name a folder that can be written with the option `cache`.',
    cause,
  });
}
