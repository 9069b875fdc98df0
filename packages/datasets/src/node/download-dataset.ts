import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ArgumentError } from '@polyvae/errors';
import { DownloadError, downloadFile, type TransferOptions } from './download-file.js';
import { type DatasetName, type PublishedFile, publishedFiles } from './published-files.js';
import type { DownloadProgress } from './transfer.js';

/** Options of {@link downloadDataset}. */
export interface DownloadOptions {
  /** Folder for the files; made if need be. */
  directory: string;
  /** Addresses of folders that hold the files, tried in this order; the publishers' by default. */
  mirrors?: readonly string[];
  /** Called at most ten times a second, and when a file is complete. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Without a byte for this long the next mirror is tried; 30 by default. */
  stallSeconds?: number;
  /** Rounds through the mirrors after the first; 2 by default. */
  retries?: number;
  /** Stops the download; what has arrived is kept for the next run. */
  signal?: AbortSignal;
  /** Files to get instead of the published ones, for datasets in the same format. */
  files?: readonly PublishedFile[];
  /** Replaces `open` of `node:fs/promises` for writing. */
  openFile?: TransferOptions['openFile'];
}

/** Outcome of a file. */
export interface DownloadedFile {
  /** Path of the file. */
  readonly path: string;
  /** `present`: it was there with the right checksum. */
  readonly outcome: 'downloaded' | 'present';
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/**
 * Downloads a dataset's official files. An interrupted download goes on where it stopped; every file is checked
 * against its published checksum before it gets its name.
 *
 * @throws {ArgumentError} if there is no such dataset, or a mirror is no address.
 * @throws {DownloadError} if no mirror delivers a file, one of its name but other content is there, or the disk is full.
 * @example
 * ```ts
 * await downloadDataset('mnist', { directory: 'data/mnist' });
 * ```
 */
export async function downloadDataset(dataset: DatasetName, options: DownloadOptions): Promise<DownloadedFile[]> {
  const published = publishedFiles[dataset] as (typeof publishedFiles)[DatasetName] | undefined;
  if (published === undefined) {
    const known = Object.keys(publishedFiles).join(', ');
    throw new ArgumentError(`downloadDataset: dataset must be one of ${known}; found ${JSON.stringify(dataset)}`);
  }
  const { directory, mirrors = published.mirrors, files = published.files, ...transfer } = options;
  if (mirrors.length === 0) {
    throw new ArgumentError('downloadDataset: mirrors must name at least one address, found none');
  }
  const wrong = mirrors.find((mirror) => !isAddress(mirror));
  if (wrong !== undefined) {
    throw new ArgumentError(
      `downloadDataset: mirrors: expected addresses of folders, such as https://example.org/${dataset}/, found ` +
        JSON.stringify(wrong),
    );
  }
  try {
    await mkdir(directory, { recursive: true });
  } catch (cause) {
    throw new DownloadError(`${directory}: cannot make this folder: ${(cause as Error).message}`, 'storage', { cause });
  }
  const done: DownloadedFile[] = [];
  for (const file of files) {
    const path = join(directory, file.name);
    done.push({ path, outcome: await downloadFile(file, path, mirrors, transfer) });
  }
  return done;
}
