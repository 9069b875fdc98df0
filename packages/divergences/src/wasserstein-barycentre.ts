import { Normal, scope } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';
import { checkExperts, checkGaussian, type GaussianExpert, stackExperts } from './experts.js';
import { alignWeights, isPresent, rowWeights, type Weights } from './weights.js';

/**
 * Barycentre of Gaussians by the 2-Wasserstein distance, the distribution whose weighted sum of squared distances from all is
 * least; with independent elements again a Gaussian.
 * @param experts Event shape `[latent]`; batch shapes broadcast.
 * @param weights Sum to one; equal by default. As a tensor `[experts, batch]` every row has its own; a row's experts of
 *   weight 0 are absent and may hold NaN.
 * @returns Mean Σ wₖ μₖ, standard deviation Σ wₖ σₖ.
 * @throws {ShapeError} if shapes do not fit.
 * @throws {ArgumentError} if weights are negative or do not sum to one.
 * @see Agueh and Carlier 2011; Qiu et al. 2024 for experts of multimodal VAEs
 * @example
 * ```ts
 * wassersteinBarycentre([q1, q2], [0.25, 0.75]);
 * ```
 */
export function wassersteinBarycentre(experts: readonly GaussianExpert[], weights?: Weights): GaussianExpert {
  const batch = checkExperts('wassersteinBarycentre', experts);
  checkGaussian('wassersteinBarycentre', experts);
  const event = experts[0]!.eventShape.length;
  return scope(() => {
    const checked = rowWeights('wassersteinBarycentre', weights, experts.length, batch);
    const { locs, spreads: logVars } = stackExperts(experts, batch, checked);
    const aligned = alignWeights(checked.tensor, batch.length, event, 0);
    const loc = tf.sum(tf.mul(locs, aligned), 0);
    // Relative to the widest deviation, so that none overflows and they do not all vanish.
    const scales = tf.add(tf.mul(logVars, 0.5), logOf(aligned));
    return Normal.fromLogVar(loc, tf.mul(tf.logSumExp(scales, 0), 2), { eventDims: event });
  });
}

/** Far below every log deviation that counts, yet finite. */
const ABSENT = -1e30;

/** ln w, of absent experts a finite number. */
function logOf(weights: tf.Tensor): tf.Tensor {
  const there = isPresent(weights);
  return tf.where(there, tf.log(tf.where(there, weights, tf.onesLike(weights))), tf.fill(weights.shape, ABSENT));
}
