import type { LabelledImages } from '../digits-dataset.js';
import { parseMnist } from '../mnist.js';
import { readDataFile } from './read-data-file.js';

/**
 * Reads one part of MNIST from a folder with the official files, gzipped or not, named `train-images-idx3-ubyte` or
 * `train-images.idx3-ubyte`.
 *
 * @returns Images `[n, 28, 28]` and labels `[n]`.
 * @throws {DataFileError} if a file is missing, damaged or not what it should be.
 * @example
 * ```ts
 * const digits = await readMnist('data/mnist', 'train');
 * ```
 */
export async function readMnist(directory: string, part: 'train' | 'test'): Promise<LabelledImages> {
  const prefix = part === 'train' ? 'train' : 't10k';
  const images = await readDataFile(directory, fileNames(`${prefix}-images`, 3), `MNIST ${part} images`);
  const labels = await readDataFile(directory, fileNames(`${prefix}-labels`, 1), `MNIST ${part} labels`);
  return parseMnist(images, labels);
}

function fileNames(stem: string, axes: number): string[] {
  const names = [`${stem}-idx${axes}-ubyte`, `${stem}.idx${axes}-ubyte`];
  return names.flatMap((name) => [`${name}.gz`, name]);
}
