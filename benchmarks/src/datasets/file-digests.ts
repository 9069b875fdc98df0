import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileError } from '@polyvae/jobs';
import { UserError } from '../input/user-error.js';

/**
 * SHA-256 of a file's contents.
 * @throws {JobsError} if it cannot be read; names it.
 */
export async function fileDigest(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const part of createReadStream(file)) hash.update(part as Buffer);
  } catch (error) {
    throw fileError('Cannot read', file, error);
  }
  return hash.digest('hex');
}

const filesAtOnce = 64;

async function contentsOf(file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => {
    throw fileError('Cannot read', file, error);
  });
}

/**
 * SHA-256 of the names and contents of files, in the order given.
 * @throws {JobsError} if one cannot be read; names it.
 */
export async function filesDigest(folder: string, names: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (let begin = 0; begin < names.length; begin += filesAtOnce) {
    const some = names.slice(begin, begin + filesAtOnce);
    const contents = await Promise.all(some.map((name) => contentsOf(path.join(folder, name))));
    contents.forEach((bytes, i) => {
      hash.update(`${some[i]} ${bytes.length}\n`).update(bytes);
    });
  }
  return hash.digest('hex');
}

/** @throws {UserError} if there is no folder at the path. */
export function requireFolder(folder: string, what: string, advice: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  throw new UserError(`${what}: expected a folder at ${folder}, found ${found ? 'a file' : 'nothing'}.`, advice);
}
