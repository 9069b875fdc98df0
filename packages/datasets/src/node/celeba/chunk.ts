import { createHash, randomUUID } from 'node:crypto';
import { closeSync, createReadStream, fstatSync, openSync } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { faceImageSize, faceSide } from '@polyvae/synthetic';
import { DataFileError } from '../../data-file-error.js';
import { forEachConcurrently } from '../for-each-concurrently.js';
import { unreadable } from '../unreadable.js';
import type { ImageFolder } from './celeba-files.js';
import { type FaceDecoder, type FaceProblem, preprocessingVersion } from './face-decoder.js';

/** A run of the attribute list's images, whose pixels share a file of the cache. */
export interface ChunkPlan {
  /** Position of the first image in the attribute list. */
  readonly first: number;
  readonly images: readonly string[];
  /** Digest of everything that decides the pixels. */
  readonly key: string;
  /** The pixels, `[images, 64, 64, 3]`. */
  readonly pixelFile: string;
  /** Origin of {@link pixelFile}, and its checksum. */
  readonly recordFile: string;
}

/** Stat calls under way at once: file systems on a network answer late. */
const STATS_AT_ONCE = 32;

/**
 * Origin of a chunk: name, size and time of change of each image, crop and version of the preprocessing.
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
    const { size, mtimeMs } = await stat(file).catch(unreadable(file, 'image'));
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

/** An image that is not in the cache, since it cannot be used. */
export interface CachedProblem extends FaceProblem {
  readonly image: string;
  /** Position in the attribute list. */
  readonly position: number;
}

/** Origin of a chunk of the cache, and how to tell that it is whole. */
export interface ChunkRecord {
  /** {@link ChunkPlan.key}. */
  readonly key: string;
  /** For people who look into the file. */
  readonly about: {
    readonly preprocessing: string;
    readonly images: string;
    readonly shape: readonly number[];
  };
  readonly sha256: string;
  /** How many images there are of each size, `178 × 218`. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly problems: readonly CachedProblem[];
}

/** The record of a chunk that is made from what the plan says; `undefined` if there is none. */
export async function readRecord(plan: ChunkPlan): Promise<ChunkRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(plan.recordFile, 'utf8')) as Partial<ChunkRecord> | null;
    const { key, sha256, sizes, problems } = record ?? {};
    const whole = typeof sha256 === 'string' && typeof sizes === 'object' && Array.isArray(problems);
    return key === plan.key && whole ? (record as ChunkRecord) : undefined;
  } catch {
    // Whatever cannot be read is made again, and then an error says why it cannot be written.
    return undefined;
  }
}

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
      const file = join(parts.source.folder, image);
      const decoded = await parts.decode(await readFile(file).catch(unreadable(file, 'image')));
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

/** Advice by the system's error code. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room, or name a folder on another disk with the option `cache`.',
  EDQUOT: 'Make room, or name a folder on another disk with the option `cache`.',
  EMFILE: 'Allow the process more open files (`ulimit -n`).',
};

/** An error about the cache's own files. */
export function cacheError(file: string, expected: string, cause: unknown): DataFileError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return new DataFileError({
    file,
    where: 'cache of decoded faces',
    expected,
    found: message,
    advice: ADVICE[code] ?? 'Name a folder that can be written with the option `cache`.',
    cause,
  });
}
