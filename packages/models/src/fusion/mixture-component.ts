import {
  blockAssignment,
  componentAt,
  type Expert,
  renormaliseFloat32,
  stratifiedAssignment,
  stratifiedPositions,
  takeComponents,
} from '@polyvae/divergences';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { BatchError } from '../errors.js';
import type { CheckedBatch } from '../modalities/checked-batch.js';
import { presentWeights } from './present-weights.js';

/** Which modality each row of a batch is drawn from. */
export interface AssignmentOptions {
  /** The published code's consecutive blocks, one modality each, instead of stratified random assignment. */
  readonly legacyBlockAssignment?: boolean;
  /** Gives the assignment itself: for every row the index of an observation of the batch. */
  readonly assignment?: (batch: CheckedBatch) => ArrayLike<number>;
  /**
   * Modalities that a draw of every component reconstructs, weighted, instead of one component's a row: the same objective
   * with less variance, at a decoding for each component. For those whose decoders cost little; default none.
   */
  readonly everyComponent?: readonly string[];
  /** The prior's weight beside the modalities'; only the rounding of the published blocks depends on it. */
  readonly priorWeight?: number;
}

/**
 * For every row the posterior of one of its modalities: a mixture of experts whose components are drawn by systematic
 * sampling, so that a batch holds each modality as often as its weight says. Shapes do not depend on the draw.
 * @param experts Posteriors of the batch's observations.
 * @param weights One for each observation, renormalised over what a row has.
 */
export function mixtureComponent<E extends Expert>(
  batch: CheckedBatch,
  experts: readonly E[],
  weights: readonly number[],
  rng: Rng,
  options: AssignmentOptions = {},
): E {
  const only = experts[0] as E;
  return experts.length === 1 ? only : takeComponents(experts, assign(batch, weights, rng, options));
}

function assign(
  batch: CheckedBatch,
  weights: readonly number[],
  rng: Rng,
  options: AssignmentOptions,
): ArrayLike<number> | tf.Tensor {
  if (options.assignment) return options.assignment(batch);
  if (!options.legacyBlockAssignment) {
    const present = presentWeights(batch, weights);
    if (!(present instanceof tf.Tensor)) {
      return rng.derive((stream) => stratifiedAssignment(batch.size, present, stream));
    }
    const { size } = batch;
    return componentAt(tf.tensor1d(rng.derive((stream) => stratifiedPositions(size, stream))), present);
  }
  if (batch.observations.some(({ mask }) => mask !== undefined)) {
    throw new BatchError('legacyBlockAssignment knows no rows that lack a modality; drop batch.present or the option.');
  }
  return blockAssignment(batch.size, legacyBlockWeights(weights, options.priorWeight ?? 0));
}

/** The published code normalises twice, with the prior first and then with the prior's weight set to zero. */
function legacyBlockWeights(weights: readonly number[], prior: number): number[] {
  const [, ...withPrior] = renormaliseFloat32([prior, ...weights]);
  const [, ...withoutPrior] = renormaliseFloat32([0, ...withPrior]);
  return withoutPrior;
}
