import { ArgumentError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import type { LabelledImages } from './digits-dataset.js';

/**
 * Sets a random share of each class aside, so that the two parts have no image in common.
 *
 * @param fraction Share of each class to set aside, above 0 and below 1; rounded, but at least one image stays in each
 *   part where a class has two.
 * @returns `kept` and `aside`, each in the original order.
 * @throws {ArgumentError} if `fraction` is out of range.
 * @example
 * ```ts
 * const { kept, aside } = splitImages(digits, 0.1, rng);
 * ```
 */
export function splitImages(
  { images, labels }: LabelledImages,
  fraction: number,
  rng: Rng,
): { kept: LabelledImages; aside: LabelledImages } {
  if (!(fraction > 0 && fraction < 1)) {
    throw new ArgumentError(`splitImages: fraction must be above 0 and below 1, found ${fraction}`);
  }
  const isAside = new Uint8Array(labels.length);
  for (let label = 0; label <= 9; label++) {
    const ofClass: number[] = [];
    labels.forEach((other, image) => {
      if (other === label) ofClass.push(image);
    });
    const most = ofClass.length - 1;
    const count = Math.max(0, Math.min(most, Math.max(1, Math.round(fraction * ofClass.length))));
    for (const position of rng.permutation(ofClass.length).subarray(0, count)) isAside[ofClass[position]!] = 1;
  }
  return { kept: select(images, labels, isAside, 0), aside: select(images, labels, isAside, 1) };
}

function select(images: Uint8Array, labels: Uint8Array, part: Uint8Array, wanted: number): LabelledImages {
  const n = part.reduce((sum, value) => sum + (value === wanted ? 1 : 0), 0);
  const imageSize = labels.length === 0 ? 0 : images.length / labels.length;
  const selected = { images: new Uint8Array(n * imageSize), labels: new Uint8Array(n) };
  let to = 0;
  for (let image = 0; image < labels.length; image++) {
    if (part[image] !== wanted) continue;
    selected.images.set(images.subarray(image * imageSize, (image + 1) * imageSize), to * imageSize);
    selected.labels[to++] = labels[image]!;
  }
  return selected;
}
