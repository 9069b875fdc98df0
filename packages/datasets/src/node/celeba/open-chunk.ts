import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fstatSync, openSync } from 'node:fs';
import { faceImageSize } from '../../faces-split.js';
import { cacheError } from './cache-error.js';
import type { ChunkPlan } from './chunk-plan.js';
import { type ChunkRecord, readRecord } from './chunk-record.js';

/** A chunk whose file is open for reading. */
export interface OpenChunk {
  readonly plan: ChunkPlan;
  readonly record: ChunkRecord;
  /** Descriptor of the pixels; whoever holds the chunk closes it. */
  readonly descriptor: number;
}

/**
 * Opens a chunk of the cache and checks it, through the descriptor that will be read: another process may put a new file
 * in its place meanwhile.
 *
 * @returns `undefined` if there is none, it is made from something else, or it is damaged.
 */
export async function openChunk(plan: ChunkPlan): Promise<OpenChunk | undefined> {
  const record = await readRecord(plan);
  if (record === undefined) return undefined;
  const descriptor = openPixels(plan.pixelFile);
  if (descriptor === undefined) return undefined;
  let whole = false;
  try {
    whole =
      fstatSync(descriptor).size === plan.images.length * faceImageSize &&
      (await checksum(descriptor)) === record.sha256;
  } catch {
    // A disk that cannot read the file is as bad as wrong content.
  } finally {
    if (!whole) closeSync(descriptor);
  }
  return whole ? { plan, record, descriptor } : undefined;
}

/** A descriptor for reading; `undefined` if there is no such file. */
function openPixels(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cacheError(file, 'a readable file', cause);
  }
}

async function checksum(descriptor: number): Promise<string> {
  const hash = createHash('sha256');
  const stream = createReadStream('', { fd: descriptor, autoClose: false, start: 0, highWaterMark: 1 << 20 });
  for await (const bytes of stream) hash.update(bytes as Uint8Array);
  return hash.digest('hex');
}
