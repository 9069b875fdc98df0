import { ArgumentError, ArgumentTypeError, checkOptions } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import { faceAttributes, faceImageSize, faceSide } from '@polyvae/synthetic';
import * as tf from '@tensorflow/tfjs-core';
import { textAlphabet } from './alphabet.js';
import { attributeText, attributeTextLength, attributeTextStarts } from './attribute-text.js';
import { textIndices } from './encode-text.js';
import type { FacesBatch, FacesSplit } from './faces-dataset.js';

/** Where each text begins, and in which order it names the attributes. */
export interface FaceTextOptions {
  /** `'zero'` (default): at the first place, as in the paper's Table 17; `'random'`: anywhere, as in the published code. */
  readonly start?: 'zero' | 'random';
  /** `'dataset'` (default): CelebA's order; `'random'`: another one for each item. */
  readonly order?: 'dataset' | 'random';
}

const TEXT_OPTIONS = { start: ['zero', 'random'], order: ['dataset', 'random'] } as const;

/**
 * Refuses options of texts that do not exist, or values that they do not take.
 * @throws {ArgumentTypeError} naming the option, what it takes and what was found.
 */
export function checkFaceText(where: string, options: FaceTextOptions): void {
  checkOptions(where, options, Object.keys(TEXT_OPTIONS));
  for (const name of ['start', 'order'] as const) {
    const value: string | undefined = options[name];
    const known: readonly string[] = TEXT_OPTIONS[name];
    if (value !== undefined && !known.includes(value)) {
      throw new ArgumentTypeError(`${where}: ${name} must be ${known.join(' or ')}, found ${JSON.stringify(value)}`);
    }
  }
}

/** Bytes to 0 … 1; a table costs less than a division for each value. */
const unit: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Parts of {@link facesSplit}. */
export interface FacesSplitParts {
  /** 0 or 1, row-major `[size, 40]`. */
  readonly attributes: Uint8Array;
  /** Writes the images of `items`, 64 × 64 × 3 bytes each, one after the other into `target`. */
  readImages(items: Uint32Array, target: Uint8Array): void;
  /** How attributes become texts. */
  readonly text?: FaceTextOptions;
  /** Where texts begin and their order, where these are random; not advanced. */
  readonly rng: Rng;
}

/**
 * A {@link FacesSplit} of attributes and a source of pixels. Texts are drawn once for each item, whenever they are read.
 * @throws {ArgumentError} if the attributes are no whole rows, or other than 0 and 1.
 * @throws {ArgumentTypeError} if `text` has unknown options or values.
 * @example
 * ```ts
 * const train = facesSplit({ attributes, readImages: (items, target) => decodeInto(items, target), rng });
 * ```
 */
export function facesSplit(parts: FacesSplitParts): FacesSplit {
  const { attributes, readImages, text: options = {} } = parts;
  checkFaceText('facesSplit: text', options);
  const width = faceAttributes.length;
  const size = attributes.length / width;
  if (!Number.isInteger(size)) {
    throw new ArgumentError(
      `facesSplit: attributes must be rows of ${width} values, found ${attributes.length} values`,
    );
  }
  const wrong = attributes.findIndex((value) => value > 1);
  if (wrong >= 0) {
    throw new ArgumentError(`facesSplit: attributes must be 0 or 1, found ${attributes[wrong]} at position ${wrong}`);
  }
  const rng = parts.rng.fork('texts');

  const text = (item: number): string => {
    checkIndex(item, size);
    const names: string[] = faceAttributes.filter((_, i) => attributes[item * width + i] === 1);
    if (options.start !== 'random' && options.order !== 'random') return attributeText(names);
    const own = rng.fork(item);
    const ordered = options.order === 'random' ? Array.from(own.permutation(names.length), (i) => names[i]!) : names;
    const { first, last } = attributeTextStarts(ordered);
    return attributeText(ordered, options.start === 'random' ? own.integer(first, last + 1) : 0);
  };
  return {
    size,
    attributes,
    text,
    get(indices: Uint32Array): FacesBatch {
      const batch = indices.length;
      for (const item of indices) checkIndex(item, size);
      const bytes = new Uint8Array(batch * faceImageSize);
      readImages(indices, bytes);
      const values = new Float32Array(bytes.length);
      for (let i = 0; i < bytes.length; i++) values[i] = unit[bytes[i]!]!;
      const characters = new Float32Array(batch * attributeTextLength * textAlphabet.length);
      indices.forEach((item, row) => {
        textIndices(text(item), attributeTextLength).forEach((index, place) => {
          characters[(row * attributeTextLength + place) * textAlphabet.length + index] = 1;
        });
      });
      return {
        image: tf.tensor4d(values, [batch, faceSide, faceSide, 3]),
        text: tf.tensor3d(characters, [batch, attributeTextLength, textAlphabet.length]),
      };
    },
  };
}

function checkIndex(item: number, size: number): void {
  if (!(item < size) || item < 0) {
    throw new ArgumentError(`faces: item ${item} does not exist; this split has ${size} (0 … ${size - 1})`);
  }
}
