import { checkOptions } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import { drawFace, drawFaceAttributes, faceImageSize, traitsOf } from '@polyvae/synthetic';
import { allocateBytes } from './allocate-bytes.js';
import { checkSize } from './check-size.js';
import type { FacesDataset, FacesSplit } from './faces-dataset.js';
import { type FaceTextOptions, facesSplit } from './faces-split.js';

/** Options of {@link syntheticFaces}. */
export interface SyntheticFacesOptions {
  /** Seeds the faces; not advanced. Its origin determines every item: a larger data set begins with the smaller one. */
  rng: Rng;
  /** Items to train on; 10,000 by default. */
  trainSize?: number;
  /** Items to test on; 2,000 by default. */
  testSize?: number;
  /** Items to validate on; without it there is no validation split. */
  validationSize?: number;
  /** Where each text begins and how it is ordered. */
  text?: FaceTextOptions;
}

/**
 * Faces painted from a seed, a stand-in for CelebA that needs no download. Their 40 attributes have CelebA's frequencies
 * and pairwise correlations, nearly; what else there is of a face (skin, light, pose, features, clothes, background) does
 * not depend on them.
 *
 * All attributes are painted but `Attractive`, which only goes along with others. One may hide another, as in photographs:
 * a hat the hairline, dark glasses the eyes.
 *
 * A face is painted when it is first asked for and then kept, 12 KB each. The images are the same on every platform.
 * Splits come from different streams, so they share no image.
 *
 * @throws {ArgumentTypeError} if an option is unknown.
 * @throws {ArgumentError} if a size is not a positive integer.
 * @example
 * ```ts
 * const { train, test } = syntheticFaces({ rng });
 * ```
 */
export function syntheticFaces(options: SyntheticFacesOptions): FacesDataset {
  checkOptions('syntheticFaces', options, ['rng', 'trainSize', 'testSize', 'validationSize', 'text']);
  const { trainSize = 10_000, testSize = 2_000, validationSize, text } = options;
  checkSize('syntheticFaces', 'trainSize', trainSize);
  checkSize('syntheticFaces', 'testSize', testSize);
  if (validationSize !== undefined) checkSize('syntheticFaces', 'validationSize', validationSize);
  const origin = options.rng.fork('synthetic-faces');
  const sizes = [`${trainSize} train`, `${testSize} test`];
  if (validationSize !== undefined) sizes.push(`${validationSize} validation`);
  const split = (size: number, label: string): FacesSplit => paintedSplit(size, origin.fork(label), text);
  return {
    name: 'synthetic-faces',
    description:
      `synthetic faces (painted from a seed; a stand-in for CelebA, not the real data): ${sizes.join(', ')} items with ` +
      "CelebA's 40 attributes, of which 39 can be seen",
    train: split(trainSize, 'train'),
    test: split(testSize, 'test'),
    ...(validationSize === undefined ? {} : { validation: split(validationSize, 'validation') }),
  };
}

function paintedSplit(size: number, rng: Rng, text: FaceTextOptions | undefined): FacesSplit {
  const images = allocateBytes('syntheticFaces', size, faceImageSize);
  const attributes = drawFaceAttributes(size, rng.fork('attributes'));
  const faces = rng.fork('faces');
  const painted = new Uint8Array(size);
  const image = (item: number): Uint8Array => {
    const pixels = images.subarray(item * faceImageSize, (item + 1) * faceImageSize);
    if (painted[item] === 0) {
      drawFace(traitsOf(attributes, item), faces.fork(item), pixels);
      painted[item] = 1;
    }
    return pixels;
  };
  return facesSplit({
    attributes,
    readImages: (items, target) => {
      items.forEach((item, row) => {
        target.set(image(item), row * faceImageSize);
      });
    },
    text,
    rng,
  });
}
