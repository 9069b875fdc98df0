import { DownloadError } from './download-error.js';
import { appendChunks, discard, fileSize, hasChecksum, type OpenFile, partialPath, publish } from './partial-file.js';
import { type DownloadProgress, withProgress } from './progress-meter.js';
import type { PublishedFile } from './published-files.js';
import { MirrorFailure, startTransfer } from './transfer.js';

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
