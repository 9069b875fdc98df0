import { checkOptions } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import { balancedDigits, drawHandwrittenDigit, drawStreetDigit } from '@polyvae/synthetic';
import { allocateBytes } from './allocate-bytes.js';
import { checkSize } from './check-size.js';
import type { DigitsDataset, DigitsSplit } from './digits-dataset.js';
import { digitsSplit, mnistImageSize, svhnImageSize } from './digits-split.js';

/** Options of {@link syntheticDigits}. */
export interface SyntheticDigitsOptions {
  /** Seeds the drawings; not advanced. Its origin determines every item: a larger data set begins with the smaller one. */
  rng: Rng;
  /** Items to train on; 10,000 by default. */
  trainSize?: number;
  /** Items to test on; 2,000 by default. */
  testSize?: number;
  /** Items to validate on; without it there is no validation split. */
  validationSize?: number;
}

/**
 * Handwritten digits and street numbers drawn from a seed, a stand-in for MNIST-SVHN-Text that needs no download.
 * Every item has an MNIST-like and an SVHN-like image of its own and the digit's word; the digits are balanced.
 *
 * The images are the same on every platform. Splits come from different streams, so they share no image.
 *
 * @throws {ArgumentTypeError} if an option is unknown.
 * @throws {ArgumentError} if a size is not a positive integer.
 * @example
 * ```ts
 * const { train, test } = syntheticDigits({ rng });
 * train.get(Uint32Array.of(0, 1)); // { mnist, svhn, text }
 * ```
 */
export function syntheticDigits(options: SyntheticDigitsOptions): DigitsDataset {
  checkOptions('syntheticDigits', options, ['rng', 'trainSize', 'testSize', 'validationSize']);
  const { trainSize = 10_000, testSize = 2_000, validationSize } = options;
  const origin = options.rng.fork('synthetic-digits');
  checkSize('syntheticDigits', 'trainSize', trainSize);
  checkSize('syntheticDigits', 'testSize', testSize);
  if (validationSize !== undefined) checkSize('syntheticDigits', 'validationSize', validationSize);
  const sizes = [`${trainSize} train`, `${testSize} test`];
  if (validationSize !== undefined) sizes.push(`${validationSize} validation`);
  return {
    name: 'synthetic-digits',
    description:
      `synthetic digits (drawn from a seed; a stand-in for MNIST and SVHN, not the real data): ${sizes.join(', ')} ` +
      'items, each with its own two images',
    train: drawSplit(trainSize, origin.fork('train')),
    test: drawSplit(testSize, origin.fork('test')),
    ...(validationSize === undefined ? {} : { validation: drawSplit(validationSize, origin.fork('validation')) }),
  };
}

function drawSplit(size: number, rng: Rng): DigitsSplit {
  const mnist = allocateBytes('syntheticDigits', size, mnistImageSize);
  const svhn = allocateBytes('syntheticDigits', size, svhnImageSize);
  const labels = balancedDigits(size, rng.fork('labels'));
  const handwriting = rng.fork('handwriting');
  const street = rng.fork('street');
  for (let item = 0; item < size; item++) {
    mnist.set(drawHandwrittenDigit(labels[item]!, handwriting.fork(item)), item * mnistImageSize);
    svhn.set(drawStreetDigit(labels[item]!, street.fork(item)), item * svhnImageSize);
  }
  const items = Uint32Array.from(labels, (_, item) => item);
  return digitsSplit({
    mnist: { images: mnist, labels },
    svhn: { images: svhn, labels },
    pairs: { mnist: items, svhn: items },
    rng,
  });
}
