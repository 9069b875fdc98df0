import { ArgumentError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import type { DigitPairs } from './digits-dataset.js';

/** Options of {@link pairDigits}. */
export interface PairingOptions {
  /** Seeds the pairing. The stream is advanced. */
  rng: Rng;
  /** Random pairings of each image; 20 as published. */
  pairsPerImage?: number;
  /**
   * `false` (default): the published rule, per class as many images as the smaller modality has, the first in file
   * order. `true`: all images of the larger modality, and those of the smaller one repeated as often as needed.
   */
  repetition?: boolean;
  /** Number of pairs, drawn at random from all; with `repetition` it may also be larger. */
  size?: number;
}

/**
 * Pairs images that show the same digit, in random order. For each class with `n` images, `pairsPerImage` times: a
 * random order of the MNIST images beside a random order of the SVHN images.
 *
 * On the official files this gives 1,121,360 training pairs.
 *
 * @param mnist Labels of the MNIST images.
 * @param svhn Labels of the SVHN images.
 * @throws {ArgumentError} if an option is out of range, no digit occurs in both, or `size` exceeds what the rule gives.
 * @see Sutter et al. 2020, Section 4.2 and Appendix C; the rule is that of the published code
 * @example
 * ```ts
 * const { mnist, svhn } = pairDigits(mnistLabels, svhnLabels, { rng });
 * ```
 */
export function pairDigits(mnist: Uint8Array, svhn: Uint8Array, options: PairingOptions): DigitPairs {
  const { rng, size, repetition = false } = options;
  let rounds = checkCount('pairsPerImage', options.pairsPerImage ?? 20);
  const classes = classImages(mnist, svhn, repetition);
  const perRound = classes.reduce((sum, { n }) => sum + n, 0);
  if (perRound === 0) {
    throw new ArgumentError(
      `pairDigits: no digit occurs in both modalities (${mnist.length} MNIST and ${svhn.length} SVHN labels); nothing to pair`,
    );
  }
  if (size !== undefined) {
    checkCount('size', size);
    if (size > rounds * perRound && !repetition) {
      throw new ArgumentError(
        `pairDigits: ${size} pairs asked, but ${perRound} images a modality × ${rounds} pairings give ` +
          `${rounds * perRound}; raise pairsPerImage, ask for fewer, or set repetition: true`,
      );
    }
    rounds = repetition ? Math.ceil(size / perRound) : rounds;
  }

  const total = perRound * rounds;
  const all: DigitPairs = { mnist: new Uint32Array(total), svhn: new Uint32Array(total) };
  let item = 0;
  for (const { mnistImages, svhnImages, n } of classes) {
    for (let round = 0; round < rounds; round++) {
      all.mnist.set(shuffled(mnistImages, n, rng), item);
      all.svhn.set(shuffled(svhnImages, n, rng), item);
      item += n;
    }
  }
  const order = rng.permutation(total).subarray(0, size ?? total);
  return { mnist: order.map((i) => all.mnist[i]!), svhn: order.map((i) => all.svhn[i]!) };
}

interface ClassImages {
  readonly mnistImages: Uint32Array;
  readonly svhnImages: Uint32Array;
  /** Images a round. */
  readonly n: number;
}

function classImages(mnist: Uint8Array, svhn: Uint8Array, repetition: boolean): ClassImages[] {
  return Array.from({ length: 10 }, (_, label) => {
    const mnistImages = imagesOf(mnist, label);
    const svhnImages = imagesOf(svhn, label);
    const fewer = Math.min(mnistImages.length, svhnImages.length);
    if (repetition) {
      return { mnistImages, svhnImages, n: fewer === 0 ? 0 : Math.max(mnistImages.length, svhnImages.length) };
    }
    return { mnistImages: mnistImages.subarray(0, fewer), svhnImages: svhnImages.subarray(0, fewer), n: fewer };
  });
}

function imagesOf(labels: Uint8Array, label: number): Uint32Array {
  const images: number[] = [];
  labels.forEach((other, image) => {
    if (other === label) images.push(image);
  });
  return Uint32Array.from(images);
}

/** `n` of `images` in random order; each occurs ⌊n / length⌋ or ⌈n / length⌉ times. */
function shuffled(images: Uint32Array, n: number, rng: Rng): Uint32Array {
  const result = new Uint32Array(n);
  for (let filled = 0; filled < n; filled += images.length) {
    const order = rng.permutation(images.length);
    for (let i = 0; i < order.length && filled + i < n; i++) result[filled + i] = images[order[i]!]!;
  }
  return result;
}

function checkCount(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) {
    throw new ArgumentError(`pairDigits: ${name} must be a positive integer, found ${value}`);
  }
  return value;
}
