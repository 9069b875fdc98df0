import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { PolyvaeError } from '@polyvae/errors';
import type { PublishedFile } from './published-files.js';
import { type DownloadProgress, MirrorFailure, startTransfer, withProgress } from './transfer.js';

/** How to download; see `downloadDataset`. */
export interface TransferOptions {
  onProgress?: (progress: DownloadProgress) => void;
  stallSeconds?: number;
  retries?: number;
  signal?: AbortSignal;
  /** Replaces `open` of `node:fs/promises`. */
  openFile?: OpenFile;
}

/**
 * Brings a published file to `path`, unless it is there already. It grows under `path` + `.part`, over several mirrors
 * and runs if need be, and gets its name once its checksum is right.
 *
 * @throws {DownloadError} if `path` holds another file, no mirror delivers, or the disk does not take it.
 */
export async function downloadFile(
  file: PublishedFile,
  path: string,
  mirrors: readonly string[],
  options: TransferOptions = {},
): Promise<'downloaded' | 'present'> {
  if ((await fileSize(path)) > 0) {
    if (await hasChecksum(path, file)) return 'present';
    throw new DownloadError(
      `${path}: there is a file of this name, but not the published one: expected ${file.checksum.algorithm} ` +
        `${file.checksum.hex} (${file.bytes} bytes), found another (${await fileSize(path)} bytes). ` +
        'Move it away or choose another folder.',
      'storage',
    );
  }
  const failures: string[] = [];
  for (let round = 0; round <= (options.retries ?? 2); round++) {
    for (const mirror of mirrors) {
      const url = new URL(file.name, mirror.endsWith('/') ? mirror : `${mirror}/`).href;
      options.signal?.throwIfAborted();
      try {
        await fetchRest(file, path, url, options);
        await publish(path);
        return 'downloaded';
      } catch (error) {
        if (!(error instanceof MirrorFailure)) throw error;
        failures.push(`  ${url}: ${error.message}`);
      }
    }
  }
  const received = await fileSize(partialPath(path));
  const kept = received > 0 ? ` ${received} bytes are kept in ${partialPath(path)}; run it again to continue.` : '';
  throw new DownloadError(
    `${file.name}: no mirror delivered the file of ${file.bytes} bytes.${kept} What happened:\n${failures.join('\n')}\n` +
      'Check the network, name another mirror, or put the file in place yourself.',
    'mirrors',
  );
}

async function fetchRest(file: PublishedFile, path: string, url: string, options: TransferOptions): Promise<void> {
  const partial = partialPath(path);
  const stallMs = (options.stallSeconds ?? 30) * 1000;
  let received = await fileSize(partial);
  if (received > file.bytes) {
    await discard(partial);
    received = 0;
  }
  if (received < file.bytes) {
    const { start, chunks } = await startTransfer(url, file, received, stallMs, options.signal);
    const transfer = { file: file.name, url, start, total: file.bytes };
    const reported = options.onProgress ? withProgress(chunks, transfer, options.onProgress) : chunks;
    await appendChunks(partial, start < received, reported, options.openFile);
  }
  if (await hasChecksum(partial, file)) return;
  // Nothing tells which bytes are wrong, so nothing is kept.
  await discard(partial);
  throw new MirrorFailure(`the ${file.checksum.algorithm} of what arrived is not the published ${file.checksum.hex}`);
}

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
  await attempt(path, async () => {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  });
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
  if (code === 'EISDIR') {
    const advice = 'Move it away or choose another folder.';
    return new DownloadError(`${path}: expected a file or nothing, found a folder of this name. ${advice}`, 'storage', {
      cause,
    });
  }
  const reason = code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full' : message;
  return new DownloadError(
    `${path}: cannot save: ${reason}. What has arrived stays in the .part file; make room or choose another folder, ` +
      'then run the same command again to continue.',
    'storage',
    { cause },
  );
}

/** Why a download did not succeed: no mirror delivered the file, or it could not be saved. */
export class DownloadError extends PolyvaeError {
  override readonly name = 'DownloadError';
  readonly code = 'download';
  /** Whether no mirror gave the file, or it could not be stored. */
  readonly kind: 'mirrors' | 'storage';

  constructor(message: string, kind: 'mirrors' | 'storage', options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
