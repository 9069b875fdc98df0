import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFileError } from '../../data-file-error.js';
import { faceImageSize, faceSide } from '../../faces-split.js';
import { cacheError } from './cache-error.js';
import type { ChunkPlan } from './chunk-plan.js';
import type { CachedProblem, ChunkRecord } from './chunk-record.js';
import { type FaceDecoder, preprocessingVersion } from './face-decoder.js';
import type { ImageFolder } from './find-images.js';
import { forEachConcurrently } from './for-each-concurrently.js';

/**
 * Decodes the images of a chunk and writes it into the cache. Missing and unusable images are zeros.
 *
 * @param parts.onImage Called after each image.
 * @throws {DataFileError} if an image cannot be read or the cache not written; nothing of the chunk is kept then.
 */
export async function buildChunk(
  plan: ChunkPlan,
  parts: {
    readonly source: ImageFolder;
    readonly cropSize: number;
    readonly decode: FaceDecoder;
    readonly concurrency: number;
    readonly onImage: () => void;
    readonly signal?: AbortSignal;
  },
): Promise<void> {
  const { images, first } = plan;
  const pixels = new Uint8Array(images.length * faceImageSize);
  const sizes: Record<string, number> = {};
  const problems: CachedProblem[] = [];
  const work = async (i: number): Promise<void> => {
    const image = images[i]!;
    if (parts.source.images.has(image)) {
      const decoded = await parts.decode(await readImage(join(parts.source.folder, image)));
      if ('kind' in decoded) problems.push({ image, position: first + i, ...decoded });
      else {
        pixels.set(decoded.pixels, i * faceImageSize);
        sizes[decoded.size] = (sizes[decoded.size] ?? 0) + 1;
      }
    }
    parts.onImage();
  };
  await forEachConcurrently(images.length, parts.concurrency, work, parts.signal);

  const record: ChunkRecord = {
    key: plan.key,
    about: {
      preprocessing: `version ${preprocessingVersion}: centre crop ${parts.cropSize}, bicubic to ${faceSide} × ${faceSide}`,
      images: `${images[0]} … ${images.at(-1)}`,
      shape: [images.length, faceSide, faceSide, 3],
    },
    sha256: createHash('sha256').update(pixels).digest('hex'),
    sizes,
    problems: problems.toSorted((a, b) => a.position - b.position),
  };
  // The record goes last: a chunk without it, or with an older one, counts as not made.
  await replaceFile(plan.pixelFile, pixels);
  await replaceFile(plan.recordFile, Buffer.from(`${JSON.stringify(record, null, 2)}\n`));
}

async function readImage(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new DataFileError({
      file,
      where: 'image',
      expected: 'a readable file',
      found: (cause as Error).message,
      advice: 'Check its permissions, and that nothing else changes the folder meanwhile.',
      cause,
    });
  }
}

/**
 * Writes a file under a name of its own, then gives it its name: several processes may do so at once. It need not be
 * flushed to the disk, since what a power cut leaves of it has another checksum.
 */
async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${file}.${randomUUID()}.part`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw cacheError(file, `room for ${bytes.length.toLocaleString('en')} bytes`, cause);
  }
}
