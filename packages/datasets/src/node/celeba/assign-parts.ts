import { basename } from 'node:path';
import { ArgumentError } from '@polyvae/errors';
import { DataFileError } from '../../data-file-error.js';
import type { ImageFolder } from './celeba-files.js';
import { count, firstOf } from './counted-names.js';
import { type AttributeList, type FacePart, faceParts, type Partition } from './lists.js';

/** Which images make up each part, and what belongs to none. */
export interface FaceParts {
  /** Positions in the attribute list, in its order. */
  readonly positions: Readonly<Record<FacePart, Uint32Array>>;
  /** Listed for each part before a size was asked for; missing images not counted. */
  readonly available: Readonly<Record<FacePart, number>>;
  /** Listed images that are not in the folder. */
  readonly missing: readonly string[];
  /** Images with attributes that the partition does not name. */
  readonly withoutPart: number;
  /** Images of the partition that have no attributes. */
  readonly withoutAttributes: number;
  /** Images of the folder that neither list names. */
  readonly unlisted: number;
}

/**
 * The faces are the images that both lists name; either list may name more. Each of them has to be in the folder.
 *
 * @param sizes How many images each part takes, the first ones; all by default.
 * @param skipMissing Goes on without listed images that are not in the folder.
 * @throws {DataFileError} if listed images are missing, or training or test has none.
 * @throws {ArgumentError} if a part has fewer images than asked.
 */
export function assignParts(
  list: AttributeList,
  partition: Partition,
  folder: ImageFolder,
  options: { readonly sizes: Readonly<Partial<Record<FacePart, number>>>; readonly skipMissing: boolean },
): FaceParts {
  const found: Record<FacePart, number[]> = { train: [], validation: [], test: [] };
  const missing: string[] = [];
  let withoutPart = 0;
  list.images.forEach((image, position) => {
    const part = partition.partOf.get(image);
    if (part === undefined) withoutPart++;
    else if (folder.images.has(image)) found[part].push(position);
    else missing.push(image);
  });
  const both = list.images.length - withoutPart;
  if (missing.length > 0 && !options.skipMissing) throw missingImages(folder, both, missing);

  const listed = new Set(list.images);
  const positions = {} as Record<FacePart, Uint32Array>;
  const available = {} as Record<FacePart, number>;
  for (const part of faceParts) {
    available[part] = found[part].length;
    const size = options.sizes[part] ?? available[part];
    if (size > available[part]) {
      throw new ArgumentError(
        `celebaText: ${part}Size is ${size}, but the files have ${count(available[part], 'image')} of that part`,
      );
    }
    positions[part] = Uint32Array.from(found[part].slice(0, size));
    if (size === 0 && part !== 'validation') throw emptyPart(list, partition, part, both);
  }
  return {
    positions,
    available,
    missing,
    withoutPart,
    withoutAttributes: countOf(partition.partOf.keys(), (image) => !listed.has(image)),
    unlisted: countOf(folder.images, (image) => !listed.has(image) && !partition.partOf.has(image)),
  };
}

function countOf<T>(items: Iterable<T>, is: (item: T) => boolean): number {
  let n = 0;
  for (const item of items) if (is(item)) n++;
  return n;
}

function missingImages(folder: ImageFolder, both: number, missing: readonly string[]): DataFileError {
  return new DataFileError({
    file: folder.folder,
    where: 'images',
    expected: `the ${count(both, 'image')} that the attribute list and the partition both name`,
    found: `${missing.length.toLocaleString('en')} of them missing: ${firstOf(missing)}`,
    advice:
      'Unpack img_align_celeba.zip again; for part of the images, name a partition file of your own with the option ' +
      '`partition`, or pass `skipCorrupt: true` to go on without those that are missing.',
  });
}

function emptyPart(list: AttributeList, partition: Partition, part: FacePart, both: number): DataFileError {
  return new DataFileError({
    file: partition.file,
    where: `${part} images`,
    expected: `at least one image marked ${faceParts.indexOf(part)}`,
    found: `none among the ${count(both, 'image')} that ${basename(list.file)} names too`,
    advice: 'Name a partition file that fits the images with the option `partition`.',
  });
}
