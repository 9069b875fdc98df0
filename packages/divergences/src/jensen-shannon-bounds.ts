import { type Distribution, Independent, inverseScale, NoClosedFormError, Normal } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';
import { checkExperts } from './experts.js';
import { hasClosedForm, kl } from './kl.js';
import { alignWeights, isPresent, rowWeights, type Weights } from './weights.js';

/** Two numbers between which a divergence lies; tensors `[batch]` in nats. */
export type Bounds = {
  /** Lower bound, `[batch]`. */
  readonly lower: tf.Tensor;
  /** Upper bound, `[batch]`. */
  readonly upper: tf.Tensor;
};

/** −ln ∫ √(p q) of two Gaussians, summed over the event. */
function bhattacharyya(p: Independent<Normal>, q: Independent<Normal>): tf.Tensor {
  const [first, second] = [p.base.logVar(), q.base.logVar()];
  // ln((σ₁² + σ₂²) / 2) from the logs: the larger one plus what the smaller one adds.
  const larger = tf.maximum(first, second);
  const ratio = tf.exp(tf.neg(tf.abs(tf.sub(first, second))));
  const logMean = tf.add(larger, tf.log(tf.mul(tf.add(ratio, 1), 0.5)));
  const distance = tf.square(tf.mul(tf.sub(p.base.loc, q.base.loc), inverseScale(logMean)));
  const spreads = tf.sub(logMean, tf.mul(tf.add(first, second), 0.5));
  const elementwise = tf.add(tf.mul(distance, 1 / 8), tf.mul(spreads, 0.5));
  const axes = Array.from({ length: p.eventDims }, (_, i) => elementwise.rank - p.eventDims + i);
  return axes.length === 0 ? elementwise : tf.sum(elementwise, axes);
}

function isGaussian(distribution: Distribution): distribution is Independent<Normal> {
  return distribution instanceof Independent && distribution.base instanceof Normal;
}

/**
 * Closed-form bounds of the Jensen-Shannon divergence to the mixture, both between 0 and the entropy of the weights:
 * −Σᵢ wᵢ ln Σⱼ wⱼ exp(−D(qᵢ, qⱼ)) with D the KL divergence for the upper and the Bhattacharyya distance for the lower bound.
 * @param distributions Batch shapes broadcast; pairs need a closed form of `kl`. Unless all are Gaussians the lower bound
 *   is 0.
 * @param weights Sum to one; equal by default. Distributions of weight 0 do not count, but must be finite.
 * @returns Nats, shape `[batch]` each.
 * @throws {ShapeError} if shapes do not fit.
 * @throws {ArgumentError} if weights are negative or do not sum to one.
 * @throws {NoClosedFormError} if `kl` has no closed form for a pair.
 * @see Kolchinsky and Tracey 2017, "Estimating mixture entropy with pairwise distances"
 * @example
 * ```ts
 * const { lower, upper } = jensenShannonBounds([q1, q2, prior]);
 * ```
 */
export function jensenShannonBounds(distributions: readonly Distribution[], weights?: Weights): Bounds {
  const batch = checkExperts('jensenShannonBounds', distributions);
  const missing = distributions.find((p) => distributions.some((q) => !hasClosedForm(p, q)));
  if (missing) {
    throw new NoClosedFormError('jensenShannonBounds: every pair of distributions needs a closed form of kl');
  }
  return tf.tidy(() => {
    const checked = rowWeights('jensenShannonBounds', weights, distributions.length, batch);
    const aligned = alignWeights(checked.tensor, batch.length, 0, 0);
    const pairwise = <D extends Distribution>(list: readonly D[], distance: (p: D, q: D) => tf.Tensor): tf.Tensor => {
      const logs = list.map((p) => {
        const similarities = list.map((q) => tf.broadcastTo(tf.exp(tf.neg(distance(p, q))), [...batch]));
        return tf.log(tf.sum(tf.mul(tf.stack(similarities), aligned), 0));
      });
      // A distribution of weight 0 may be dissimilar to all others: its logarithm is then infinite and must not count.
      const stacked = tf.stack(logs);
      const present = tf.broadcastTo(isPresent(aligned), stacked.shape);
      return tf.neg(tf.sum(tf.mul(tf.where(present, stacked, tf.zerosLike(stacked)), aligned), 0));
    };
    const upper = pairwise(distributions, kl);
    const lower = distributions.every(isGaussian) ? pairwise(distributions, bhattacharyya) : tf.zerosLike(upper);
    return { lower, upper };
  });
}
