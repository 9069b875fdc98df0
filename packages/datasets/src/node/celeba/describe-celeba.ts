import { basename } from 'node:path';
import { faceSide } from '@polyvae/synthetic';
import type { FaceTextOptions } from '../../faces-split.js';
import type { FaceParts } from './assign-parts.js';
import { count, firstOf } from './counted-names.js';
import { faceSizes } from './face-decoder.js';
import { type FacePart, faceParts } from './lists.js';

/** A listed image that the dataset goes without. */
export interface LeftOutFace {
  /** File name of the image. */
  readonly image: string;
  /** `missing`, or in what way it is damaged. */
  readonly reason: string;
}

/** Description of a dataset, for people who read results. */
export function describeCeleba(made: {
  readonly parts: FaceParts;
  /** Images of each part, damaged ones left out. */
  readonly counts: Readonly<Record<FacePart, number>>;
  /** File of the partition. */
  readonly partition: string;
  /** Images of each size, `178 × 218`. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly cropSize: number;
  readonly text: FaceTextOptions;
  readonly leftOut: readonly LeftOutFace[];
}): string {
  const { parts, cropSize, text, leftOut } = made;
  const crops = faceSizes
    .filter(({ width, height }) => made.sizes.has(`${width} × ${height}`))
    .map(({ width, height, scale }) => `${width} × ${height} pixels, centre crop ${cropSize / scale}`);
  const numbers = faceParts.flatMap((part) => {
    if (made.counts[part] === 0) return [];
    const taken =
      parts.positions[part].length < parts.available[part]
        ? ` (the first of ${count(parts.available[part], 'image')})`
        : '';
    return [`${part}: ${count(made.counts[part], 'image')}${taken}`];
  });
  const start = text.start === 'random' ? 'at a random place' : 'at the first place';
  const order = text.order === 'random' ? 'in random order' : 'in the order of the dataset';
  const sentences = [
    `Real CelebA faces (${crops.join('; ')}; bicubic to ${faceSide} × ${faceSide})`,
    `${numbers.join(', ')}, by ${basename(made.partition)}`,
    `Texts name the attributes ${order} and begin ${start}`,
  ];
  if (leftOut.length > 0) {
    const names = leftOut.map(({ image, reason }) => `${image} (${reason})`);
    sentences.push(`Left out: ${count(leftOut.length, 'listed image')}, ${firstOf(names, 3)}`);
  }
  if (parts.withoutPart > 0) sentences.push(`${count(parts.withoutPart, 'image')} with attributes but in no part`);
  if (parts.withoutAttributes > 0) {
    sentences.push(`${count(parts.withoutAttributes, 'image')} of the partition without attributes`);
  }
  if (parts.unlisted > 0) sentences.push(`${count(parts.unlisted, 'image')} of the folder in neither list`);
  return `${sentences.join('. ')}.`;
}
