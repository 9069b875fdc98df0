import { checkOptions } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import type { DigitsDataset } from '../digits-dataset.js';
import { pairImages } from '../pair-images.js';
import { splitImages } from '../split-images.js';
import { readMnist } from './read-mnist.js';
import { readSvhn } from './read-svhn.js';

/** Options of {@link mnistSvhnText}. */
export interface MnistSvhnTextOptions {
  /** Folder with MNIST's four files, gzipped or not. */
  mnist: string;
  /** Folder with SVHN's `train_32x32.mat` and `test_32x32.mat`. */
  svhn: string;
  /** Seeds pairing, texts and the validation split; not advanced. */
  rng: Rng;
  /** Random pairings of each image; 20 as published. */
  pairsPerImage?: number;
  /**
   * Whether images of the smaller modality are repeated until all of the larger one are paired. `'auto'` (default):
   * only where the published rule would leave more than half of MNIST out, as with a small part of SVHN.
   */
  repetition?: boolean | 'auto';
  /** Number of training pairs; all that the rule gives by default (1,121,360 on the official files). */
  trainSize?: number;
  /** Number of test pairs; all that the rule gives by default. */
  testSize?: number;
  /** Share of the training images of each class to set aside before pairing; none by default. */
  validationFraction?: number;
}

const KNOWN: readonly (keyof MnistSvhnTextOptions)[] = [
  'mnist',
  'svhn',
  'rng',
  'pairsPerImage',
  'repetition',
  'trainSize',
  'testSize',
  'validationFraction',
];

/**
 * MNIST-SVHN-Text from the official files: images that show the same digit, paired at random, and the digit's English
 * word at a random place among eight. The test split pairs the test images in the same way.
 *
 * Images stay bytes in memory: about 270 MB for the official training files.
 *
 * @throws {DataFileError} if a file is missing (the message says how to get it), damaged or not what it should be.
 * @throws {ArgumentTypeError} if an option is unknown.
 * @throws {ArgumentError} if an option is out of range.
 * @see Sutter et al. 2020, Section 4.2
 * @example
 * ```ts
 * const { train, test } = await mnistSvhnText({ mnist: 'data/mnist', svhn: 'data/svhn', rng });
 * ```
 */
export async function mnistSvhnText(options: MnistSvhnTextOptions): Promise<DigitsDataset> {
  checkOptions('mnistSvhnText', options, KNOWN);
  const { pairsPerImage, repetition, validationFraction } = options;
  const rng = options.rng.fork('mnist-svhn-text');
  let mnist = await readMnist(options.mnist, 'train');
  let svhn = await readSvhn(options.svhn, 'train');
  const mnistTest = await readMnist(options.mnist, 'test');
  const svhnTest = await readSvhn(options.svhn, 'test');

  let validation: ReturnType<typeof pairImages> | undefined;
  if (validationFraction !== undefined) {
    const aside = rng.fork('validation');
    const mnistParts = splitImages(mnist, validationFraction, aside);
    const svhnParts = splitImages(svhn, validationFraction, aside);
    validation = pairImages(mnistParts.aside, svhnParts.aside, { rng: aside, pairsPerImage, repetition });
    mnist = mnistParts.kept;
    svhn = svhnParts.kept;
  }
  const shared = { pairsPerImage, repetition };
  const train = pairImages(mnist, svhn, { ...shared, rng: rng.fork('train'), size: options.trainSize });
  const test = pairImages(mnistTest, svhnTest, { ...shared, rng: rng.fork('test'), size: options.testSize });
  const parts = [`train: ${train.description}`, `test: ${test.description}`];
  if (validation) parts.push(`validation: ${validation.description}`);
  return {
    name: 'MNIST-SVHN-Text',
    description: `Real MNIST and SVHN images with generated text; ${parts.join('; ')}.`,
    train: train.split,
    test: test.split,
    validation: validation?.split,
  };
}
