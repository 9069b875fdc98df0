import { Normal } from '@polyvae/distributions';
import { kl } from '@polyvae/divergences';
import * as tf from '@tensorflow/tfjs';
import { logLikelihoodOf } from './log-likelihood-of.js';
import type { LossContext, ObjectiveModel } from './objective.js';
import type { Encoded } from './posteriors.js';
import type { LossPart } from './weighted-sum.js';

/** −log p(x | s, c) of every modality, each with its likelihood weight. */
export function reconstructionParts<K extends string>(
  model: ObjectiveModel<K>,
  encoded: readonly Encoded<K>[],
  shared: tf.Tensor2D,
  context: LossContext,
): LossPart[] {
  return encoded.map((own) => ({
    path: ['reconstruction', own.key],
    value: tf.neg(logLikelihoodOf(model, own, shared, 'joint', context)),
    factor: model.modalities[own.key].weight,
    of: own,
  }));
}

/** KL(q(s | x) ‖ N(0, I)) of every private subspace, each with its own factor on top of `factor`. */
export function privateParts<K extends string>(
  model: ObjectiveModel<K>,
  encoded: readonly Encoded<K>[],
  factor: number,
): LossPart[] {
  return encoded.flatMap((own) => {
    if (!own.private) return [];
    return {
      path: ['private', own.key],
      value: kl(own.private, Normal.standard(own.private.eventShape)),
      factor: factor * model.modalities[own.key].privateBeta,
      of: own,
    };
  });
}
