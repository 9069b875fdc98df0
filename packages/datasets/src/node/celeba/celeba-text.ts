import { faceAttributes } from '@polyvae/synthetic';
import { DataFileError } from '../../data-file-error.js';
import type { FacesDataset, FacesSplit } from '../../faces-dataset.js';
import { facesSplit } from '../../faces-split.js';
import { assignParts } from './assign-parts.js';
import { findImages } from './celeba-files.js';
import { type CelebaTextOptions, checkCelebaOptions } from './celeba-options.js';
import { describeCeleba, type LeftOutFace } from './describe-celeba.js';
import { openFaceCache } from './face-cache.js';
import { loadFaceDecoder } from './face-decoder.js';
import { type FacePart, readAttributes, readPartition } from './lists.js';
import { unusableImages } from './unusable-images.js';

/** CelebA from files. */
export interface CelebaDataset extends FacesDataset {
  /** Listed images that the dataset goes without, if `skipCorrupt` allows any. */
  readonly leftOut: readonly LeftOutFace[];
  /**
   * Closes the files of the cache, one for every 4,096 images, which stay open for reading until then. A batch asked for
   * later is an error; `attributes` and `text` go on.
   */
  close(): void;
}

/**
 * CelebA from the official files: aligned faces, cut and reduced to 64 × 64, with their attributes as text.
 *
 * The faces are the images that the attribute list and the partition both name. Each has to be in the folder and
 * decodable, unless `skipCorrupt` says to go on without; images that only one list names, or none, are left aside and
 * counted in `description`, since partitions and copies of part of the data are in use.
 *
 * The first call decodes the images into the cache, later ones read from there: batches come from disk, so that memory
 * does not grow with the dataset. Needs the package `sharp`, though not if the cache has everything.
 *
 * @throws {DataFileError} if a file is missing (the message says where to get it), wrong or damaged, or the cache cannot
 * be written.
 * @throws {ArgumentTypeError} if an option is unknown.
 * @throws {ArgumentError} if an option is out of range, or a part has fewer images than asked.
 * @throws {MissingPackageError} if `sharp` is needed and cannot be loaded.
 * @see Sutter et al. 2020, Section 4.3
 * @example
 * ```ts
 * const { train, test } = await celebaText({ directory: 'data/celeba', cache: 'cache', rng });
 * ```
 */
export async function celebaText(options: CelebaTextOptions): Promise<CelebaDataset> {
  const { directory, cropSize, text, skipCorrupt, ...rest } = checkCelebaOptions(options);
  const source = await findImages(directory);
  const list = await readAttributes(directory);
  const partition = await readPartition(directory, rest.partition);
  const parts = assignParts(list, partition, source, { sizes: rest.sizes, skipMissing: skipCorrupt });
  const needed = Object.values(parts.positions);
  const unusable = unusableImages(source.folder, needed, skipCorrupt);
  const cache = await openFaceCache({
    cache: rest.cache,
    source,
    images: list.images,
    needed,
    cropSize,
    concurrency: rest.concurrency,
    onProgress: rest.onProgress,
    signal: rest.signal,
    loadDecoder: () => loadFaceDecoder(cropSize),
    onProblems: unusable.add,
  });

  const rng = rest.rng.fork('celeba-text');
  const split = (part: FacePart): FacesSplit => {
    const positions = unusable.without(parts.positions[part]);
    return facesSplit({
      attributes: rowsOf(list.attributes, positions),
      readImages: (items, target) =>
        cache.read(
          items.map((item) => positions[item]!),
          target,
        ),
      text,
      rng: rng.fork(part),
    });
  };
  try {
    const [train, validation, test] = [split('train'), split('validation'), split('test')];
    for (const [part, { size }] of Object.entries({ train, test })) {
      if (size === 0) throw nothingLeft(source.folder, part);
    }
    const leftOut: LeftOutFace[] = [
      ...parts.missing.map((image) => ({ image, reason: 'missing' })),
      ...unusable.damaged.map(({ image, found }) => ({ image, reason: found })),
    ];
    return {
      name: 'CelebA',
      description: describeCeleba({
        parts,
        partition: partition.file,
        sizes: cache.sizes,
        cropSize,
        text,
        leftOut,
        counts: { train: train.size, validation: validation.size, test: test.size },
      }),
      train,
      test,
      validation: validation.size > 0 ? validation : undefined,
      leftOut,
      close: cache.close,
    };
  } catch (error) {
    cache.close();
    throw error;
  }
}

/** Rows of `[images, 40]` at `positions`. */
function rowsOf(attributes: Uint8Array, positions: Uint32Array): Uint8Array {
  const width = faceAttributes.length;
  const rows = new Uint8Array(positions.length * width);
  positions.forEach((position, row) => {
    rows.set(attributes.subarray(position * width, (position + 1) * width), row * width);
  });
  return rows;
}

function nothingLeft(folder: string, part: string): DataFileError {
  return new DataFileError({
    file: folder,
    where: `${part} images`,
    expected: 'at least one that can be decoded',
    found: 'none',
    advice: 'Unpack img_align_celeba.zip again, and fetch it again if that does not help.',
  });
}
