import { DataFileError } from '../data-file-error.js';

/** Meanings of the system's error codes for a file that was to be read. */
const meanings: Readonly<Record<string, string>> = {
  EISDIR: 'a folder',
  ENOTDIR: 'a file where a folder should be',
  ENOENT: 'no such file',
};

/**
 * Throws, in words, why a file could not be read; for `catch` of what reads it.
 * @param where What the file is.
 */
export function unreadable(file: string, where: string): (cause: Error) => never {
  return (cause) => {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new DataFileError({
      file,
      where,
      expected: 'a readable file',
      found: meanings[code] ?? message,
      advice: 'Check its path and permissions, and that nothing else changes the folder meanwhile.',
      cause,
    });
  };
}
