import { join } from 'node:path';
import { DataFileError } from '../../data-file-error.js';
import type { CachedProblem } from './chunk.js';
import { count, firstOf } from './counted-names.js';
import { expectedSizes } from './face-decoder.js';

/** Gathers the images of the parts that turn out to be unusable. */
export interface UnusableImages {
  readonly damaged: readonly CachedProblem[];
  /**
   * @throws {DataFileError} if an image of the parts is no aligned image of CelebA, or damaged and not to be skipped.
   * Others of the same chunk do not matter.
   */
  readonly add: (problems: readonly CachedProblem[]) => void;
  /** Positions that are left. */
  readonly without: (positions: Uint32Array) => Uint32Array;
}

/**
 * @param folder Of the images.
 * @param needed Positions of all images of the parts.
 * @param skip Whether damaged ones may be left out. Those of another size may not: they belong to another dataset.
 */
export function unusableImages(folder: string, needed: readonly Uint32Array[], skip: boolean): UnusableImages {
  const all = new Set(needed.flatMap((positions) => [...positions]));
  const damaged: CachedProblem[] = [];
  return {
    damaged,
    add(problems) {
      const ours = problems.filter(({ position }) => all.has(position));
      const size = ours.filter(({ kind }) => kind === 'size');
      if (size.length > 0) throw wrongSize(folder, size);
      if (ours.length > 0 && !skip) throw damagedImages(folder, ours);
      damaged.push(...ours);
      for (const { position } of ours) all.delete(position);
    },
    without: (positions) => positions.filter((position) => all.has(position)),
  };
}

function wrongSize(folder: string, problems: readonly CachedProblem[]): DataFileError {
  const [{ image, found }] = problems as [CachedProblem];
  return new DataFileError({
    file: join(folder, image),
    where: 'size of the image',
    expected: `${expectedSizes} pixels`,
    found: problems.length === 1 ? found : `${found}, and ${count(problems.length - 1, 'image')} more of another size`,
    advice: 'Use the aligned and cropped images (img_align_celeba.zip) as they are, or halved.',
  });
}

function damagedImages(folder: string, problems: readonly CachedProblem[]): DataFileError {
  const [{ image, found }] = problems as [CachedProblem];
  const others = problems.slice(1).map((problem) => problem.image);
  return new DataFileError({
    file: join(folder, image),
    where: 'image',
    expected: 'a whole JPEG file',
    found: others.length === 0 ? found : `${found}; damaged too: ${firstOf(others)}`,
    advice:
      'Unpack img_align_celeba.zip again, and fetch it again if that does not help; or pass `skipCorrupt: true` to go ' +
      'on without damaged images.',
  });
}
