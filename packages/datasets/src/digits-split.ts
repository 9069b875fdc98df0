import { ArgumentError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { textAlphabet } from './alphabet.js';
import { digitText, digitTextLength, drawTextStarts } from './digit-text.js';
import type { DigitPairs, DigitsBatch, DigitsSplit, LabelledImages } from './digits-dataset.js';
import { textIndices } from './encode-text.js';

/** Values of one MNIST image: 28 × 28. */
export const mnistImageSize: number = 28 * 28;
/** Values of one SVHN image: 32 × 32 × 3. */
export const svhnImageSize: number = 32 * 32 * 3;

/** Bytes to 0 … 1; a table costs less than a division for each value. */
const unit: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Parts of {@link digitsSplit}. */
export interface DigitsSplitParts {
  /** Images `[n, 28, 28]` and labels. */
  readonly mnist: LabelledImages;
  /** Images `[n, 32, 32, 3]` and labels. */
  readonly svhn: LabelledImages;
  /** Which images make up each item; both must show the same digit. */
  readonly pairs: DigitPairs;
  /** Where each text begins is drawn from `rng.split()`, once per item. */
  readonly rng: Rng;
}

/**
 * A {@link DigitsSplit} of images in memory, their pairing and texts. Images stay bytes; `get` makes the floats.
 * @throws {ArgumentError} if sizes disagree, a label is no digit, or a pair shows two digits or no image.
 * @example
 * ```ts
 * const train = digitsSplit({ mnist, svhn, pairs: pairDigits(mnist.labels, svhn.labels, { rng }), rng });
 * ```
 */
export function digitsSplit(parts: DigitsSplitParts): DigitsSplit {
  const { mnist, svhn, pairs } = parts;
  checkImages('mnist', mnist, mnistImageSize);
  checkImages('svhn', svhn, svhnImageSize);
  const labels = pairLabels(mnist.labels, svhn.labels, pairs);
  const starts = drawTextStarts(labels, parts.rng.split());
  const size = labels.length;

  return {
    size,
    labels,
    pairs,
    unimodal: { mnist, svhn },
    text: (item) => digitText(labels[checkIndex(item, size)]!, starts[item]!),
    get(indices: Uint32Array): DigitsBatch {
      const batch = indices.length;
      const mnistValues = new Float32Array(batch * mnistImageSize);
      const svhnValues = new Float32Array(batch * svhnImageSize);
      const textValues = new Float32Array(batch * digitTextLength * textAlphabet.length);
      for (let row = 0; row < batch; row++) {
        const item = checkIndex(indices[row]!, size);
        copyImage(mnist.images, pairs.mnist[item]!, mnistValues, row, mnistImageSize);
        copyImage(svhn.images, pairs.svhn[item]!, svhnValues, row, svhnImageSize);
        const characters = characterTable[labels[item]!]![starts[item]!]!;
        const offset = row * digitTextLength * textAlphabet.length;
        for (let place = 0; place < digitTextLength; place++) {
          textValues[offset + place * textAlphabet.length + characters[place]!] = 1;
        }
      }
      return {
        mnist: tf.tensor4d(mnistValues, [batch, 28, 28, 1]),
        svhn: tf.tensor4d(svhnValues, [batch, 32, 32, 3]),
        text: tf.tensor3d(textValues, [batch, digitTextLength, textAlphabet.length]),
      };
    },
  };
}

/** Alphabet positions of every text there is: `[label][start]`. */
const characterTable: readonly (readonly Int32Array[])[] = Array.from({ length: 10 }, (_, label) => {
  const texts: Int32Array[] = [];
  for (let start = 0; start < digitTextLength - digitText(label, 0).trim().length; start++) {
    texts.push(textIndices(digitText(label, start), digitTextLength));
  }
  return texts;
});

function copyImage(images: Uint8Array, image: number, values: Float32Array, row: number, length: number): void {
  const from = image * length;
  const to = row * length;
  for (let i = 0; i < length; i++) values[to + i] = unit[images[from + i]!]!;
}

function checkIndex(item: number, size: number): number {
  if (!(item < size) || item < 0) {
    throw new ArgumentError(`digits: item ${item} does not exist; this split has ${size} (0 … ${size - 1})`);
  }
  return item;
}

function checkImages(name: string, { images, labels }: LabelledImages, imageSize: number): void {
  if (images.length !== labels.length * imageSize) {
    throw new ArgumentError(
      `digitsSplit: ${name} has ${labels.length} labels, so ${labels.length * imageSize} bytes of images ` +
        `(${imageSize} each) are expected; found ${images.length}`,
    );
  }
  const wrong = labels.findIndex((label) => label > 9);
  if (wrong >= 0) {
    throw new ArgumentError(`digitsSplit: ${name} label ${wrong} must be a digit 0 … 9, found ${labels[wrong]}`);
  }
}

function pairLabels(mnist: Uint8Array, svhn: Uint8Array, pairs: DigitPairs): Uint8Array {
  if (pairs.mnist.length !== pairs.svhn.length) {
    throw new ArgumentError(
      `digitsSplit: pairs.mnist and pairs.svhn must have one entry per item; found ${pairs.mnist.length} and ${pairs.svhn.length}`,
    );
  }
  return Uint8Array.from(pairs.mnist, (mnistImage, item) => {
    const svhnImage = pairs.svhn[item]!;
    const label = mnist[mnistImage];
    if (label === undefined || svhn[svhnImage] !== label) {
      throw new ArgumentError(
        `digitsSplit: item ${item} pairs MNIST image ${mnistImage} (digit ${label ?? 'missing'}) with SVHN image ` +
          `${svhnImage} (digit ${svhn[svhnImage] ?? 'missing'}); both must show the same digit`,
      );
    }
    return label;
  });
}
