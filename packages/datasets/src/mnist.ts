import { DataFileError } from './data-file-error.js';
import type { LabelledImages } from './digits-dataset.js';
import { parseIdx } from './idx.js';

/** A file's content and its name for error messages. */
export interface NamedBytes {
  /** Name of the file, for error messages. */
  readonly file: string;
  /** Contents of the file, plain or gzipped. */
  readonly bytes: Uint8Array;
}

/**
 * MNIST from the content of its two files, plain or gzipped.
 *
 * @returns Images `[n, 28, 28]` and labels `[n]`.
 * @throws {DataFileError} if a file is damaged or not what it should be, or the two do not belong together.
 * @example
 * ```ts
 * const digits = parseMnist({ file: 'images', bytes: images }, { file: 'labels', bytes: labels });
 * ```
 */
export function parseMnist(imageFile: NamedBytes, labelFile: NamedBytes): LabelledImages {
  const images = parseIdx(imageFile.bytes, { file: imageFile.file, axes: 3 });
  const labels = parseIdx(labelFile.bytes, { file: labelFile.file, axes: 1 });
  const [n, rows, columns] = images.shape;
  if (rows !== 28 || columns !== 28) {
    throw new DataFileError({
      file: imageFile.file,
      where: 'image size (bytes 8 and 12)',
      expected: '28 × 28',
      found: `${rows} × ${columns}`,
      advice: 'Only MNIST-like images can be read.',
    });
  }
  if (labels.data.length !== n) {
    throw new DataFileError({
      file: labelFile.file,
      where: 'number of labels (byte 4)',
      expected: `${n}, one for each image of ${imageFile.file}`,
      found: `${labels.data.length}`,
      advice: 'Check that images and labels are of the same part (train or t10k).',
    });
  }
  const wrong = labels.data.findIndex((label) => label > 9);
  if (wrong >= 0) {
    throw new DataFileError({
      file: labelFile.file,
      where: `label ${wrong} (byte ${8 + wrong})`,
      expected: 'a digit 0 … 9',
      found: `${labels.data[wrong]}`,
      advice: 'Only MNIST-like labels can be read.',
    });
  }
  return { images: images.data, labels: labels.data };
}
