import { DataFileError } from './data-file-error.js';
import type { LabelledImages } from './digits-dataset.js';
import { parseMat } from './mat.js';
import type { MatArray } from './mat-array.js';
import type { NamedBytes } from './mnist.js';

const side = 32;
const channels = 3;
const imageSize = side * side * channels;

/** Source position within a column-major image of each value of a row-major one. */
const rowMajor: Uint16Array = Uint16Array.from({ length: imageSize }, (_, i) => {
  const channel = i % channels;
  const column = Math.floor(i / channels) % side;
  const row = Math.floor(i / (channels * side));
  return row + side * (column + side * channel);
});

/**
 * SVHN's cropped digits from the content of one of its files (`train_32x32.mat`, `test_32x32.mat`). Label 10, which the
 * files use for the digit 0, becomes 0.
 *
 * @returns Images `[n, 32, 32, 3]` and labels `[n]`.
 * @throws {DataFileError} if the file is damaged or not what it should be.
 * @see http://ufldl.stanford.edu/housenumbers/ (format 2)
 * @example
 * ```ts
 * const digits = parseSvhn({ file: 'train_32x32.mat', bytes });
 * ```
 */
export function parseSvhn({ file, bytes }: NamedBytes): LabelledImages {
  const variables = parseMat(bytes, { file });
  const x = variable(variables, 'X', file);
  const y = variable(variables, 'y', file);
  // MATLAB and scipy drop the last axis of a single image.
  const n = x.shape.length === 3 ? 1 : x.shape[3];
  if (x.shape[0] !== side || x.shape[1] !== side || x.shape[2] !== channels || n === undefined || x.shape.length > 4) {
    throw new DataFileError({
      file,
      where: 'shape of variable X',
      expected: '32 × 32 × 3 × n',
      found: x.shape.join(' × '),
      advice: 'Only the cropped digits (format 2, *_32x32.mat) can be read.',
    });
  }
  if (!(x.values instanceof Uint8Array)) {
    throw new DataFileError({
      file,
      where: 'type of variable X',
      expected: 'uint8',
      found: x.stored,
      advice: 'Save the pixels as unsigned bytes.',
    });
  }
  if (y.values.length !== n) {
    throw new DataFileError({
      file,
      where: 'shape of variable y',
      expected: `${n} × 1, a label for each image`,
      found: y.shape.join(' × '),
      advice: 'X and y must be of the same images.',
    });
  }
  return { images: toRowMajor(x.values, n), labels: toDigits(y.values, file) };
}

function variable(variables: ReadonlyMap<string, MatArray>, name: string, file: string): MatArray {
  const found = variables.get(name);
  if (found) return found;
  throw new DataFileError({
    file,
    where: 'variables',
    expected: 'numeric arrays X (images) and y (labels)',
    found: [...variables.keys()].join(', ') || 'none',
    advice: 'Only the cropped digits (format 2, *_32x32.mat) can be read.',
  });
}

function toRowMajor(values: Uint8Array, n: number): Uint8Array {
  const images = new Uint8Array(n * imageSize);
  for (let start = 0; start < images.length; start += imageSize) {
    for (let i = 0; i < imageSize; i++) images[start + i] = values[start + rowMajor[i]!]!;
  }
  return images;
}

function toDigits(values: ArrayLike<number>, file: string): Uint8Array {
  return Uint8Array.from(values, (label, image) => {
    if (!Number.isInteger(label) || label < 0 || label > 10) {
      throw new DataFileError({
        file,
        where: `label of image ${image} (variable y)`,
        expected: '1 … 9, or 10 for the digit 0',
        found: `${label}`,
        advice: 'Only labels of SVHN can be read.',
      });
    }
    return label % 10;
  });
}
