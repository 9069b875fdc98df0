import { ArgumentError, checkOptions } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import {
  balancedDigits,
  drawHandwrittenDigit,
  drawTexture,
  handwritingSide,
  invertDigit,
  invertedDigitSize,
  textureNames,
} from '@polyvae/synthetic';
import * as tf from '@tensorflow/tfjs-core';
import { allocateBytes } from './allocate-bytes.js';
import type { SyncBatchSource } from './batch-sources.js';
import { checkSize } from './check-size.js';

/** Names of PolyMNIST's five modalities, each a background of its own. */
export const polyMnistNames = ['m0', 'm1', 'm2', 'm3', 'm4'] as const;

/** Name of one of PolyMNIST's modalities. */
export type PolyMnistName = (typeof polyMnistNames)[number];

/** Values of one PolyMNIST image: 28 × 28 × 3. */
export const polyMnistImageSize: number = invertedDigitSize;

/**
 * A batch of PolyMNIST: five images of the same digit, each `[batch, 28, 28, 3]` (height, width, red-green-blue), 0 … 1.
 * (A type, not an interface: `tf.dispose` takes it.)
 */
export type PolyMnistBatch = { readonly [M in PolyMnistName]: tf.Tensor4D };

/** One part (train, test or validation) of {@link PolyMnistDataset}. */
export interface PolyMnistSplit extends SyncBatchSource<PolyMnistBatch> {
  /** The digit that each item shows, `[size]`. */
  readonly labels: Uint8Array;
  /** One image of an item as bytes, 28 × 28 × 3; not to be written to. */
  image(item: number, modality: PolyMnistName): Uint8Array;
}

/** PolyMNIST, real or synthetic. */
export interface PolyMnistDataset {
  /** Name of the dataset. */
  readonly name: string;
  /** Contents: real or synthetic, sizes. Meant to be printed beside results. */
  readonly description: string;
  /** Items to train on. */
  readonly train: PolyMnistSplit;
  /** Items that are held out until the end. */
  readonly test: PolyMnistSplit;
  /** Items that are held out while training, where there are any. */
  readonly validation?: PolyMnistSplit;
}

/** Bytes to 0 … 1; a table costs less than a division for each value. */
const unit: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/**
 * A {@link PolyMnistSplit} of labels and a source of images.
 *
 * @param labels The digit of each item.
 * @param image Gives an item's image in one modality, 28 × 28 × 3 bytes.
 * @example
 * ```ts
 * const train = polyMnistSplit(labels, (item, modality) => imageOf(item, modality));
 * ```
 */
export function polyMnistSplit(
  labels: Uint8Array,
  image: (item: number, modality: PolyMnistName) => Uint8Array,
): PolyMnistSplit {
  const size = labels.length;
  const checked = (item: number): number => {
    if (item < size && item >= 0) return item;
    throw new ArgumentError(`polymnist: item ${item} does not exist; this split has ${size} (0 … ${size - 1})`);
  };
  const batch = (indices: Uint32Array, modality: PolyMnistName): tf.Tensor4D => {
    const values = new Float32Array(indices.length * polyMnistImageSize);
    indices.forEach((item, row) => {
      const bytes = image(item, modality);
      const start = row * polyMnistImageSize;
      for (let i = 0; i < polyMnistImageSize; i++) values[start + i] = unit[bytes[i]!]!;
    });
    return tf.tensor4d(values, [indices.length, handwritingSide, handwritingSide, 3]);
  };
  return {
    size,
    labels,
    image: (item, modality) => image(checked(item), modality),
    get(indices) {
      indices.forEach(checked);
      return Object.fromEntries(polyMnistNames.map((name) => [name, batch(indices, name)])) as PolyMnistBatch;
    },
  };
}

/** Options of {@link syntheticPolyMnist}. */
export interface SyntheticPolyMnistOptions {
  /** Seeds the pictures, the digits, their places and their pairing; not advanced. */
  rng: Rng;
  /** Items to train on; 10,000 by default. */
  trainSize?: number;
  /** Items to test on; 2,000 by default. */
  testSize?: number;
  /** Items to validate on; without it there is no validation split. */
  validationSize?: number;
}

/**
 * A stand-in for PolyMNIST that needs no download, made as PolyMNIST was made: handwritten digits, here drawn from the
 * seed, are paired within their class by another random permutation for each modality, so that the five images of an item
 * show the same digit in different hands; each inverts the colours of a random 28 × 28 cut of the modality's one picture,
 * here a texture of 256 × 256 pixels from the seed. Digits are balanced and binarised above 128; all places of a cut are
 * equally likely.
 *
 * The three splits share the five pictures, but no digit. The images are the same on every platform; they are put
 * together when they are asked for, from 784 bytes an item. Pairs depend on the sizes.
 *
 * @throws {ArgumentTypeError} if an option is unknown.
 * @throws {ArgumentError} if a size is not a positive integer.
 * @see Sutter, Daunhawer, Vogt 2021, "Generalized Multimodal ELBO" (PolyMNIST)
 * @example
 * ```ts
 * const { train, test } = syntheticPolyMnist({ rng });
 * ```
 */
export function syntheticPolyMnist(options: SyntheticPolyMnistOptions): PolyMnistDataset {
  checkOptions('syntheticPolyMnist', options, ['rng', 'trainSize', 'testSize', 'validationSize']);
  const { trainSize = 10_000, testSize = 2_000, validationSize } = options;
  checkSize('syntheticPolyMnist', 'trainSize', trainSize);
  checkSize('syntheticPolyMnist', 'testSize', testSize);
  if (validationSize !== undefined) checkSize('syntheticPolyMnist', 'validationSize', validationSize);
  const sizes = [`${trainSize} train`, `${testSize} test`];
  if (validationSize !== undefined) sizes.push(`${validationSize} validation`);

  const origin = options.rng.fork('synthetic-polymnist');
  const pictures = textureNames.map((name) => drawTexture(name, origin.fork('pictures')));
  const split = (size: number, label: string): PolyMnistSplit => {
    const rng = origin.fork(label);
    const digits = allocateBytes('syntheticPolyMnist', size, digitSize);
    const labels = balancedDigits(size, rng.fork('labels'));
    const hands = rng.fork('handwriting');
    labels.forEach((digit, item) => {
      digits.set(drawHandwrittenDigit(digit, hands.fork(item)), item * digitSize);
    });
    const digitOf = (item: number): Uint8Array => digits.subarray(item * digitSize, (item + 1) * digitSize);
    const views = polyMnistNames.map((name, m) => {
      const own = rng.fork(name);
      const hand = permutedWithin(labels, own.fork('pairing'));
      const { side } = pictures[m]!;
      const places = own.fork('places');
      const cuts = Array.from({ length: 2 * size }, () => places.integer(0, side - handwritingSide + 1));
      return (item: number) => invertDigit(pictures[m]!, digitOf(hand[item]!), cuts[2 * item]!, cuts[2 * item + 1]!);
    });
    return polyMnistSplit(labels, (item, modality) => views[polyMnistNames.indexOf(modality)]!(item));
  };
  return {
    name: 'synthetic-polymnist',
    description:
      `synthetic PolyMNIST (drawn digits on drawn textures; a stand-in, not the real data): ${sizes.join(', ')} items of ` +
      'five images',
    train: split(trainSize, 'train'),
    test: split(testSize, 'test'),
    ...(validationSize === undefined ? {} : { validation: split(validationSize, 'validation') }),
  };
}

const digitSize = handwritingSide ** 2;

/** For each item another one of its class: a random permutation within each class. */
function permutedWithin(labels: Uint8Array, rng: Rng): Uint32Array {
  const order = new Uint32Array(labels.length);
  for (let digit = 0; digit < 10; digit++) {
    const items = [...labels.keys()].filter((item) => labels[item] === digit);
    rng.permutation(items.length).forEach((other, i) => {
      order[items[i]!] = items[other]!;
    });
  }
  return order;
}
