import { blockAssignment, renormaliseFloat32 } from '@polyvae/divergences/published-code';
import { type AssignmentOptions, BatchError } from '@polyvae/models';

/** Name in settings. */
export const publishedAssignment = 'published blocks';

/**
 * The published code's assignment of rows to modalities: consecutive blocks, one modality each, instead of random rows. It
 * normalises weights twice, with the prior first and then with the prior's weight set to zero.
 * @throws {BatchError} if rows lack modalities, which the published code knows nothing of.
 * @example
 * ```ts
 * mmvaeObjective({ assignment: publishedBlocks });
 * ```
 */
export const publishedBlocks: NonNullable<AssignmentOptions['assignment']> = (batch, { components, prior }) => {
  if (batch.observations.some(({ mask }) => mask !== undefined)) {
    throw new BatchError(
      'publishedBlocks knows no rows that lack a modality; drop batch.present or the published assignment.',
    );
  }
  const [, ...withPrior] = renormaliseFloat32([prior, ...components]);
  const [, ...withoutPrior] = renormaliseFloat32([0, ...withPrior]);
  return blockAssignment(batch.size, withoutPrior);
};
