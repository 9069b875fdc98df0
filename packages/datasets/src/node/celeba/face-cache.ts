import { closeSync, readSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ArgumentError } from '@polyvae/errors';
import { faceImageSize } from '@polyvae/synthetic';
import { type DecodingProgress, progressMeter } from '../decoding-progress.js';
import type { ImageFolder } from './celeba-files.js';
import {
  buildChunk,
  type CachedProblem,
  type ChunkPlan,
  cacheError,
  type OpenChunk,
  openChunk,
  planChunk,
} from './chunk.js';
import type { FaceDecoder } from './face-decoder.js';

/** Decoded faces on disk, read by their position in the attribute list. */
export interface FaceCache {
  /** How many images of the chunks there are of each size. */
  readonly sizes: ReadonlyMap<string, number>;
  /**
   * Writes images into `target`, one after the other.
   * @throws {ArgumentError} if the cache is closed.
   * @throws {DataFileError} if its files have changed.
   */
  read(positions: Uint32Array, target: Uint8Array): void;
  /** Closes the files. */
  close(): void;
}

/** Options of {@link openFaceCache}. */
export interface FaceCacheOptions {
  /** Folder of the cache. */
  readonly cache: string;
  readonly source: ImageFolder;
  /** All images, in the order of the attribute list. */
  readonly images: readonly string[];
  /** Positions of those that will be read; chunks without any are left alone. */
  readonly needed: readonly Uint32Array[];
  readonly cropSize: number;
  readonly loadDecoder: () => Promise<FaceDecoder>;
  /** Images decoded at once. */
  readonly concurrency: number;
  /** Told of the unusable images of each chunk that has any, when the chunk is in the cache; may throw to end. */
  readonly onProblems: (problems: readonly CachedProblem[]) => void;
  readonly onProgress?: (progress: DecodingProgress) => void;
  readonly signal?: AbortSignal;
  /** 4,096 by default: 50 MB. */
  readonly imagesPerChunk?: number;
}

/**
 * Opens the cache, having made what it lacks. Chunks that are finished are kept whatever happens, so that an interrupted
 * call goes on where it was; a chunk is made again if an image of it has changed or its own content is damaged.
 *
 * @throws {DataFileError} if an image or the cache cannot be read, or the cache not written.
 * @throws The signal's reason, if it is aborted.
 */
export async function openFaceCache(options: FaceCacheOptions): Promise<FaceCache> {
  const { images, signal, onProgress, imagesPerChunk = 4096 } = options;
  const open = new Map<number, OpenChunk>();
  const keep = (chunk: OpenChunk): void => {
    open.set(chunk.plan.first / imagesPerChunk, chunk);
    if (chunk.record.problems.length > 0) options.onProblems(chunk.record.problems);
  };
  try {
    const firsts = chunksOf(options.needed, imagesPerChunk).map((chunk) => chunk * imagesPerChunk);
    const length = (first: number): number => Math.min(imagesPerChunk, images.length - first);
    const absent: ChunkPlan[] = [];
    const checked = progressMeter('check', sum(firsts.map(length)), onProgress);
    for (const first of firsts) {
      signal?.throwIfAborted();
      const plan = await planChunk({ ...options, images: images.slice(first, first + length(first)), first });
      const chunk = await openChunk(plan);
      if (chunk === undefined) absent.push(plan);
      else keep(chunk);
      checked(plan.images.length, true);
    }
    if (absent.length > 0) await makeChunks(absent, options, keep);
  } catch (error) {
    for (const { descriptor } of open.values()) closeSync(descriptor);
    throw error;
  }
  const sizes = new Map<string, number>();
  for (const { record } of open.values()) {
    for (const [size, n] of Object.entries(record.sizes)) sizes.set(size, (sizes.get(size) ?? 0) + n);
  }
  return { sizes, ...faceReader(open, imagesPerChunk) };
}

async function makeChunks(
  absent: readonly ChunkPlan[],
  options: FaceCacheOptions,
  keep: (chunk: OpenChunk) => void,
): Promise<void> {
  const { cache, signal } = options;
  await prepareFolder(cache);
  const decode = await options.loadDecoder();
  const decoded = progressMeter('decode', sum(absent.map((plan) => plan.images.length)), options.onProgress);
  for (const plan of absent) {
    signal?.throwIfAborted();
    // Another process may have made it since.
    let chunk = await openChunk(plan);
    if (chunk === undefined) {
      await buildChunk(plan, { ...options, decode, onImage: () => decoded(1) });
      chunk = await openChunk(plan);
      decoded(0, true);
    } else decoded(plan.images.length, true);
    if (chunk === undefined) {
      throw cacheError(
        plan.pixelFile,
        'what has just been written',
        new Error('other content; does another program use this folder?'),
      );
    }
    keep(chunk);
  }
}

/** Makes the folder, and clears away what processes that were killed while writing left more than an hour ago. */
async function prepareFolder(cache: string): Promise<void> {
  try {
    await mkdir(cache, { recursive: true });
    for (const name of await readdir(cache)) {
      if (!name.endsWith('.part')) continue;
      const file = join(cache, name);
      const state = await stat(file).catch(() => undefined);
      if (state !== undefined && Date.now() - state.mtimeMs > 3_600_000) await rm(file, { force: true });
    }
  } catch (cause) {
    throw cacheError(cache, 'a folder that can be written', cause);
  }
}

/** Chunks that hold the positions, ascending. */
function chunksOf(needed: readonly Uint32Array[], imagesPerChunk: number): number[] {
  const chunks = new Set<number>();
  for (const positions of needed) for (const position of positions) chunks.add(Math.floor(position / imagesPerChunk));
  return [...chunks].sort((a, b) => a - b);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

/**
 * Reads faces from open chunks. Nothing is kept in memory: the system's own file cache serves what was read before.
 *
 * @param chunks By position of the chunk.
 */
export function faceReader(
  chunks: Map<number, OpenChunk>,
  imagesPerChunk: number,
): { read(positions: Uint32Array, target: Uint8Array): void; close(): void } {
  return {
    read(positions, target) {
      positions.forEach((position, row) => {
        const chunk = chunks.get(Math.floor(position / imagesPerChunk));
        if (chunk === undefined)
          throw new ArgumentError('celebaText: this dataset is closed; open it again with celebaText');
        readFace(chunk, position, target, row * faceImageSize);
      });
    },
    close() {
      for (const { descriptor } of chunks.values()) closeSync(descriptor);
      chunks.clear();
    },
  };
}

function readFace({ descriptor, plan }: OpenChunk, position: number, target: Uint8Array, offset: number): void {
  const from = (position - plan.first) * faceImageSize;
  for (let done = 0; done < faceImageSize; ) {
    const bytes = readSync(descriptor, target, offset + done, faceImageSize - done, from + done);
    if (bytes === 0) {
      const found = new Error('it has become shorter since it was opened; call celebaText again to repair it');
      throw cacheError(plan.pixelFile, 'as much as there was', found);
    }
    done += bytes;
  }
}
