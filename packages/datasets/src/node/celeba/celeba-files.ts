import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFileError } from '../../data-file-error.js';
import { getCeleba, readAttributeList, readPartitionList } from './lists.js';

/** The folder of the images and what is in it. */
export interface ImageFolder {
  readonly folder: string;
  /** Names of the images; other files are left out. */
  readonly images: ReadonlySet<string>;
}

const FOLDERS = ['img_align_celeba', 'img_align_celeba/img_align_celeba', 'Img/img_align_celeba'] as const;

/**
 * Finds `img_align_celeba`, also inside a folder of the same name, as Kaggle packs it.
 *
 * @throws {DataFileError} if there is none, or no image in it.
 */
export async function findImages(directory: string): Promise<ImageFolder> {
  let found = 'no such folder';
  for (const name of FOLDERS) {
    const folder = join(directory, name);
    const names = await list(folder);
    if (names === undefined) continue;
    // macOS leaves `._000001.jpg` beside `000001.jpg`: no images.
    const images = new Set(names.filter((file) => /\.(jpe?g|png)$/i.test(file) && !file.startsWith('.')));
    if (images.size > 0) return { folder, images };
    found = 'a folder without any image';
  }
  if ((await list(directory))?.includes('img_align_celeba.zip')) found += ', but img_align_celeba.zip, not unpacked';
  throw new DataFileError({
    file: join(directory, 'img_align_celeba'),
    where: 'images',
    expected: 'a folder with 000001.jpg and so on',
    found,
    advice: getCeleba,
  });
}

/** Names in a folder; `undefined` if there is no such folder. */
async function list(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new DataFileError({
      file: folder,
      where: 'images',
      expected: 'a readable folder',
      found: message,
      advice: 'Check the path and its permissions.',
      cause,
    });
  }
}

/** Where CelebA's files are. */
export interface CelebaFiles {
  /** Folder of the images. */
  readonly folder: string;
  /** Names of the images, sorted. */
  readonly images: readonly string[];
  /** The attribute list. */
  readonly attributes: string;
  /** The partition file. */
  readonly partition: string;
}

/**
 * Finds CelebA's files where `celebaText` finds them, without looking into them.
 *
 * @param directory Folder that holds the images and the lists.
 * @param partition Another partition file, in `directory` or with an absolute path.
 * @throws {DataFileError} if one is missing; the message says where to get it.
 * @example
 * ```ts
 * const files = await celebaFiles('data/celeba');
 * ```
 */
export async function celebaFiles(directory: string, partition?: string): Promise<CelebaFiles> {
  const { folder, images } = await findImages(directory);
  const attributes = await readAttributeList(directory);
  const parts = await readPartitionList(directory, partition);
  return { folder, images: [...images].sort(), attributes: attributes.file, partition: parts.file };
}
