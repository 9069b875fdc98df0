import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFileError } from '../data-file-error.js';
import type { NamedBytes } from '../mnist.js';

/**
 * Reads the first of `names` that exists in a folder.
 *
 * @param what What the file is, for the error message.
 * @param advice How to get it, for the error message if there is none.
 * @throws {DataFileError} if none exists or it cannot be read.
 */
export async function readDataFile(
  directory: string,
  names: readonly string[],
  what: string,
  advice: string = 'Get the official files with `polyvae data download`, or give the folder that holds them.',
): Promise<NamedBytes> {
  for (const name of names) {
    const file = join(directory, name);
    try {
      const { buffer, byteOffset, byteLength } = await readFile(file);
      return { file, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      if (code === 'ENOENT') continue;
      throw new DataFileError({
        file,
        where: what,
        expected: 'a readable file',
        found: code === 'EISDIR' ? 'a folder' : message,
        advice: code === 'ENOTDIR' ? `Give the folder that holds ${names[0]}.` : 'Check the path and its permissions.',
        cause,
      });
    }
  }
  throw new DataFileError({
    file: directory,
    where: what,
    expected: names.length === 1 ? `a file ${names[0]}` : `one of ${names.join(', ')}`,
    found: 'none of that name',
    advice,
  });
}
