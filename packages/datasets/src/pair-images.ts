import type { Rng } from '@polyvae/random';
import type { DigitsSplit, LabelledImages } from './digits-dataset.js';
import { digitsSplit } from './digits-split.js';
import { pairDigits } from './pair-digits.js';

/** Options of {@link pairImages}. */
export interface PairImagesOptions {
  /** Seeds pairing and texts. The stream is advanced. */
  rng: Rng;
  /** Random pairings of each image; 20 as published. */
  pairsPerImage?: number;
  /**
   * Whether images of the smaller modality are repeated until all of the larger one are paired. `'auto'` (default):
   * only where the published rule would leave more than half of a modality's images out.
   */
  repetition?: boolean | 'auto';
  /** Number of pairs; all that the rule gives by default. */
  size?: number;
}

/**
 * Pairs the images of two modalities by digit and adds the texts.
 *
 * @returns The split, and a phrase on how it was paired, for a dataset's description.
 * @throws {ArgumentError} as `pairDigits` and `digitsSplit`.
 * @example
 * ```ts
 * const pairs = pairImages(mnist, svhn, { rng });
 * ```
 */
export function pairImages(
  mnist: LabelledImages,
  svhn: LabelledImages,
  options: PairImagesOptions,
): { split: DigitsSplit; description: string } {
  const { rng, pairsPerImage = 20, size } = options;
  const asked = options.repetition ?? 'auto';
  const repetition = asked === 'auto' ? leavesHalfOut(mnist.labels, svhn.labels) : asked;
  const pairs = pairDigits(mnist.labels, svhn.labels, { rng, pairsPerImage, repetition, size });
  const split = digitsSplit({ mnist, svhn, pairs, rng });
  const rule = repetition
    ? 'images of the smaller modality repeated'
    : `per class min(#MNIST, #SVHN) images × ${pairsPerImage} pairings`;
  const [pairCount, mnistCount, svhnCount] = [split.size, mnist.labels.length, svhn.labels.length].map((n) =>
    n.toLocaleString('en'),
  );
  return { split, description: `${pairCount} pairs of ${mnistCount} MNIST and ${svhnCount} SVHN images (${rule})` };
}

function leavesHalfOut(mnist: Uint8Array, svhn: Uint8Array): boolean {
  let paired = 0;
  for (let label = 0; label <= 9; label++) paired += Math.min(countOf(mnist, label), countOf(svhn, label));
  // SVHN's training set is larger than MNIST's; images left out of it are the published rule's doing.
  return 2 * paired < mnist.length;
}

function countOf(labels: Uint8Array, label: number): number {
  return labels.reduce((count, other) => count + (other === label ? 1 : 0), 0);
}
