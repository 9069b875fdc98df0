import type { LabelledImages } from '../digits-dataset.js';
import { parseSvhn } from '../svhn.js';
import { readDataFile } from './read-data-file.js';

/**
 * Reads one part of SVHN's cropped digits from a folder with `train_32x32.mat` and `test_32x32.mat`.
 *
 * @returns Images `[n, 32, 32, 3]` and labels `[n]`, 0 … 9.
 * @throws {DataFileError} if the file is missing, damaged or not what it should be.
 * @example
 * ```ts
 * const digits = await readSvhn('data/svhn', 'train');
 * ```
 */
export async function readSvhn(directory: string, part: 'train' | 'test'): Promise<LabelledImages> {
  return parseSvhn(await readDataFile(directory, [`${part}_32x32.mat`], `SVHN ${part} digits`));
}
