import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DataFileError } from '../data-file-error.js';
import type { NamedBytes } from '../mnist.js';
import { unreadable } from './unreadable.js';

/**
 * Reads the first of `names` that exists in a folder. A folder of such a name, as some archives unpack, is passed over, and looked
 * into last of all.
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
  const folders: string[] = [];
  for (const name of [...names, ...names.map((own) => join(own, basename(own)))]) {
    const file = join(directory, name);
    try {
      const { buffer, byteOffset, byteLength } = await readFile(file);
      return { file, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'EISDIR') folders.push(name);
      // What is below a file is not there either, unless the folder itself is one.
      else if (code === 'ENOTDIR' && !/[/\\]/.test(name)) throw notAFolder(directory, names, what, cause);
      else if (code !== 'ENOENT' && code !== 'ENOTDIR') unreadable(file, what)(cause as Error);
    }
  }
  throw new DataFileError({
    file: directory,
    where: what,
    expected: names.length === 1 ? `a file ${names[0]}` : `one of ${names.join(', ')}`,
    found: folders.length > 0 ? `a folder ${folders[0]} without such a file` : 'none of that name',
    advice,
  });
}

function notAFolder(file: string, names: readonly string[], what: string, cause: unknown): DataFileError {
  const advice = `Give the folder that holds ${names[0]}.`;
  return new DataFileError({ file, where: what, expected: 'a folder', found: 'a file', advice, cause });
}
