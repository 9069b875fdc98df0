import { findImages } from './find-images.js';
import { readAttributeList } from './read-attributes.js';
import { readPartitionList } from './read-partition.js';

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
 */
export async function celebaFiles(directory: string, partition?: string): Promise<CelebaFiles> {
  const { folder, images } = await findImages(directory);
  const attributes = await readAttributeList(directory);
  const parts = await readPartitionList(directory, partition);
  return { folder, images: [...images].sort(), attributes: attributes.file, partition: parts.file };
}
