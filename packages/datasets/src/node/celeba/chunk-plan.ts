import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFileError } from '../../data-file-error.js';
import { faceSide } from '../../faces-split.js';
import { preprocessingVersion } from './face-decoder.js';
import type { ImageFolder } from './find-images.js';
import { forEachConcurrently } from './for-each-concurrently.js';

/** A run of the attribute list's images, whose pixels share a file of the cache. */
export interface ChunkPlan {
  /** Position of the first image in the attribute list. */
  readonly first: number;
  readonly images: readonly string[];
  /** Digest of everything that decides the pixels. */
  readonly key: string;
  /** The pixels, `[images, 64, 64, 3]`. */
  readonly pixelFile: string;
  /** What {@link pixelFile} is made from, and its checksum. */
  readonly recordFile: string;
}

/** Stat calls under way at once: file systems on a network answer late. */
const STATS_AT_ONCE = 32;

/**
 * What a chunk is made from: name, size and time of change of each image, crop and version of the preprocessing.
 *
 * @throws {DataFileError} if an image that was listed cannot be looked at.
 */
export async function planChunk(parts: {
  readonly cache: string;
  readonly source: ImageFolder;
  readonly images: readonly string[];
  readonly first: number;
  readonly cropSize: number;
  readonly signal?: AbortSignal;
}): Promise<ChunkPlan> {
  const { source, images, first, cropSize } = parts;
  const states = new Array<string>(images.length).fill('missing');
  const look = async (i: number): Promise<void> => {
    if (!source.images.has(images[i]!)) return;
    const file = join(source.folder, images[i]!);
    const { size, mtimeMs } = await stat(file).catch((cause: Error) => {
      throw new DataFileError({
        file,
        where: 'image',
        expected: 'a readable file',
        found: cause.message,
        advice: 'Check its permissions, and that nothing else changes the folder meanwhile.',
        cause,
      });
    });
    states[i] = `${size} ${mtimeMs}`;
  };
  await forEachConcurrently(images.length, STATS_AT_ONCE, look, parts.signal);

  const hash = createHash('sha256');
  hash.update(`version ${preprocessingVersion}, crop ${cropSize}, side ${faceSide}\n`);
  images.forEach((image, i) => {
    hash.update(`${JSON.stringify(image)} ${states[i]}\n`);
  });
  // Another crop gets files of its own, so that two experiments do not undo each other's work.
  const stem = join(parts.cache, `crop${cropSize}-${String(first).padStart(6, '0')}`);
  return { first, images, key: hash.digest('hex'), pixelFile: `${stem}.rgb`, recordFile: `${stem}.json` };
}
