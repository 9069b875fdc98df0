import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { DownloadError } from './download-error.js';
import type { PublishedFile } from './published-files.js';

/** Opens a file for writing; replaceable so that tests can fail a write. */
export type OpenFile = (path: string, flags: 'a' | 'w') => Promise<Pick<FileHandle, 'write' | 'sync' | 'close'>>;

/** Beside the file's final name until all of it is there and checked. */
export function partialPath(path: string): string {
  return `${path}.part`;
}

/** Bytes that a file holds; 0 if there is none. */
export async function fileSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw storageError(path, error);
  }
}

/** Appends chunks to the partial file; `restart` empties it first. */
export async function appendChunks(
  path: string,
  restart: boolean,
  chunks: AsyncIterable<Uint8Array>,
  openFile: OpenFile = open,
): Promise<void> {
  const handle = await attempt(path, () => openFile(path, restart ? 'w' : 'a'));
  try {
    for await (const chunk of chunks) {
      // A write may take only part of its chunk.
      for (let done = 0; done < chunk.length; ) {
        const { bytesWritten } = await attempt(path, () => handle.write(chunk, done));
        done += bytesWritten;
      }
    }
    await attempt(path, () => handle.sync());
  } finally {
    await handle.close();
  }
}

/** True if the file has the published checksum. */
export async function hasChecksum(path: string, { checksum }: PublishedFile): Promise<boolean> {
  const hash = createHash(checksum.algorithm);
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex') === checksum.hex;
}

/** Gives the checked file its final name. */
export async function publish(path: string): Promise<void> {
  await attempt(path, () => rename(partialPath(path), path));
}

export async function discard(path: string): Promise<void> {
  await attempt(path, () => rm(path, { force: true }));
}

async function attempt<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw storageError(path, error);
  }
}

function storageError(path: string, cause: unknown): DownloadError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const reason = code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full' : message;
  return new DownloadError(
    `${path}: cannot save: ${reason}. What has arrived stays in the .part file; make room or choose another folder, ` +
      'then run the same command again to continue.',
    'storage',
    { cause },
  );
}
