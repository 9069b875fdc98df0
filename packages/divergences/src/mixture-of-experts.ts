import { MixtureSameFamily, scope } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';
import { checkExperts, checkFamily, type Expert, expertOf, stackExperts } from './experts.js';
import { rowWeights, type Weights } from './weights.js';

/**
 * Mixture Σ wₖ qₖ of experts of one family, as a distribution.
 * @param experts All `Independent<Normal>` or all `Independent<Laplace>`; event shape `[latent]`, batch shapes broadcast.
 * @param weights Sum to one; equal by default. As a tensor `[experts, batch]` every row has its own; a row's experts of
 *   weight 0 are absent and may hold NaN.
 * @throws {ShapeError} if shapes do not fit.
 * @throws {ArgumentError} if weights are negative or do not sum to one.
 * @throws {ArgumentTypeError} if the families differ.
 * @example
 * ```ts
 * const joint = mixtureOfExperts([q1, q2], [0.5, 0.5]);
 * ```
 */
export function mixtureOfExperts<E extends Expert>(experts: readonly E[], weights?: Weights): MixtureSameFamily<E> {
  const batch = checkExperts('mixtureOfExperts', experts);
  checkFamily('mixtureOfExperts', experts);
  return scope(() => {
    const checked = rowWeights('mixtureOfExperts', weights, experts.length, batch);
    const first = experts[0]!;
    const { locs, spreads } = stackExperts(experts, batch, checked, batch.length);
    const perRow = checked.tensor.rank > 1;
    const moved = perRow ? tf.transpose(checked.tensor, [...batch.map((_, i) => i + 1), 0]) : tf.clone(checked.tensor);
    const components = expertOf(first, locs, spreads, first.eventShape.length) as E;
    return new MixtureSameFamily({ weights: moved }, components);
  });
}
