import type { Rng } from '@polyvae/random';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * A batch of probability distributions over tensors.
 *
 * Every method returns new tensors and is one `tf.tidy`; a distribution's own tensors belong to whoever made it.
 */
export interface Distribution {
  /** Literal name of the family; closed forms are looked up by it. */
  readonly kind: string;
  /** Shape of independent, not identically distributed members. */
  readonly batchShape: readonly number[];
  /** Shape of one draw from one member. */
  readonly eventShape: readonly number[];
  /**
   * Draws; no gradient flows to the parameters.
   * @returns Shape `[...sampleShape, ...batchShape, ...eventShape]`.
   */
  sample(rng: Rng, sampleShape?: readonly number[]): tf.Tensor;
  /**
   * Log density (log probability where discrete).
   * @param x Ends in `eventShape`; what comes before broadcasts against `batchShape`.
   * @returns Nats, shape of the broadcast batch.
   */
  logProb(x: tf.Tensor): tf.Tensor;
  /**
   * Entropy in nats, shape `batchShape`.
   * @throws {NoClosedFormError} where the family has no closed form; `monteCarloEntropy` estimates it.
   */
  entropy(): tf.Tensor;
  /** Mean, shape `[...batchShape, ...eventShape]`. */
  mean(): tf.Tensor;
  /** A point of highest density, shape `[...batchShape, ...eventShape]`. */
  mode(): tf.Tensor;
  /** Elementwise variance, shape `[...batchShape, ...eventShape]`. */
  variance(): tf.Tensor;
  /** Elementwise standard deviation, shape `[...batchShape, ...eventShape]`. */
  stddev(): tf.Tensor;
}

/** A distribution of single numbers whose cumulative distribution function has a closed form. */
export interface Cumulative extends Distribution {
  /**
   * Probability of a draw that is at most `x`.
   * @param x Broadcasts against `batchShape`.
   * @returns From 0 to 1, shape of the broadcast batch. Absolute errors are those of float32, about 2e-7, so that upper
   *   tails are taken better from the distribution mirrored.
   * @throws {ShapeError} if `x` does not broadcast with the batch shape.
   */
  cdf(x: tf.Tensor): tf.Tensor;
}

/** A distribution whose draws are differentiable functions of its parameters. */
export interface Reparameterised extends Distribution {
  /**
   * Draws through which gradients flow to the parameters (pathwise).
   * @param noise Standard noise of the family to use in place of draws from `rng`, shape
   *   `[...sampleShape, ...batchShape, ...eventShape]`.
   */
  rsample(rng: Rng, sampleShape?: readonly number[], noise?: tf.Tensor): tf.Tensor;
}

/**
 * Whether a distribution has pathwise draws.
 * @example
 * ```ts
 * const z = isReparameterised(q) ? q.rsample(rng) : q.sample(rng);
 * ```
 */
export function isReparameterised(distribution: Distribution): distribution is Reparameterised {
  if (!('rsample' in distribution)) return false;
  return !('base' in distribution) || isReparameterised(distribution.base as Distribution);
}
