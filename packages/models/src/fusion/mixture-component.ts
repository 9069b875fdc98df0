import {
  componentAt,
  type Expert,
  stratifiedAssignment,
  stratifiedPositions,
  takeComponents,
} from '@polyvae/divergences';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { CheckedBatch } from '../modalities/checked-batch.js';
import { presentWeights } from './present-weights.js';

/** π of a batch's modalities and of the prior, as they are given: not divided by the sum of those that are there. */
export interface ComponentWeights {
  /** One for each observation of the batch. */
  readonly components: readonly number[];
  /** The prior's; 0 where it has none. */
  readonly prior: number;
}

/** Which modality each row of a batch is drawn from. */
export interface AssignmentOptions {
  /** Gives the assignment itself: for every row the index of an observation of the batch; default drawn at random. */
  readonly assignment?: (batch: CheckedBatch, weights: ComponentWeights) => ArrayLike<number>;
  /**
   * Modalities that a draw of every component reconstructs, weighted, instead of one component's a row: the same objective
   * with less variance, at a decoding for each component. For those whose decoders cost little; default none.
   */
  readonly everyComponent?: readonly string[];
}

/**
 * For every row the posterior of one of its modalities: a mixture of experts whose components are drawn by systematic
 * sampling, so that a batch holds each modality as often as its weight says. Shapes do not depend on the draw.
 * @param experts Posteriors of the batch's observations.
 * @param weights π; those of the observations are renormalised over what a row has.
 * @example
 * ```ts
 * const joint = mixtureComponent(batch, experts, { components, prior: 0 }, context.rng);
 * ```
 */
export function mixtureComponent<E extends Expert>(
  batch: CheckedBatch,
  experts: readonly E[],
  weights: ComponentWeights,
  rng: Rng,
  options: AssignmentOptions = {},
): E {
  const only = experts[0] as E;
  return experts.length === 1 ? only : takeComponents(experts, assign(batch, weights, rng, options));
}

function assign(
  batch: CheckedBatch,
  weights: ComponentWeights,
  rng: Rng,
  options: AssignmentOptions,
): ArrayLike<number> | tf.Tensor {
  if (options.assignment) return options.assignment(batch, weights);
  const present = presentWeights(batch, weights.components);
  if (!(present instanceof tf.Tensor)) {
    return rng.derive((stream) => stratifiedAssignment(batch.size, present, stream));
  }
  const { size } = batch;
  return componentAt(tf.tensor1d(rng.derive((stream) => stratifiedPositions(size, stream))), present);
}
