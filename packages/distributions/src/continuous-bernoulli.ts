import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { Cumulative, Reparameterised } from './distribution.js';
import { checkPoint } from './shapes.js';
import { standardDeviation } from './standard-deviation.js';
import { standardNoise } from './standard-noise.js';
import { tiltedCdf, tiltedLogDensity, tiltedMean, tiltedQuantile, tiltedVariance } from './tilted-uniform.js';
import { checkFinite, checkUnitInterval } from './value-checks.js';
import { withoutGradient } from './without-gradient.js';

/**
 * Elementwise continuous Bernoulli distribution over [0, 1], density ∝ λˣ (1 − λ)¹⁻ˣ: the normalised form of what a
 * Bernoulli distribution's cross-entropy says of grey pixels. Stable for any logits, 0 (the uniform distribution) included.
 * @see Loaiza-Ganem and Cunningham 2019, "The continuous Bernoulli: fixing a pervasive error in variational autoencoders"
 * @example
 * ```ts
 * new ContinuousBernoulli(logits).logProb(pixels); // values in [0, 1]
 * ```
 */
export class ContinuousBernoulli implements Reparameterised, Cumulative {
  readonly kind = 'continuous-bernoulli';
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[] = [];
  /** Log odds ln(λ / (1 − λ)). */
  readonly logits: tf.Tensor;

  /** @param logits Log odds ln(λ / (1 − λ)), finite. */
  constructor(logits: tf.Tensor) {
    this.logits = logits;
    this.batchShape = logits.shape;
    checkFinite('ContinuousBernoulli: logits', logits);
  }

  sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => withoutGradient(() => this.rsample(rng, sampleShape)));
  }

  /** @param noise Uniform numbers in [0, 1). */
  rsample(rng: Rng, sampleShape: readonly number[] = [], noise?: tf.Tensor): tf.Tensor {
    return tf.tidy(() =>
      tiltedQuantile(standardNoise('uniform', rng, sampleShape, this.batchShape, noise), this.logits),
    );
  }

  /**
   * Log density.
   * @param x Values in [0, 1]; broadcasts with the batch shape.
   * @returns Nats, shape of the broadcast batch.
   * @throws {ShapeError} if `x` does not broadcast with the batch shape.
   * @throws {ValueError} if one is outside of [0, 1], while value checks are on.
   */
  logProb(x: tf.Tensor): tf.Tensor {
    checkPoint('ContinuousBernoulli.logProb: x', x, this.batchShape, []);
    checkUnitInterval('ContinuousBernoulli.logProb: x', x);
    return tf.tidy(() => tiltedLogDensity(tf.cast(x, 'float32'), this.logits));
  }

  /** @throws {ShapeError} if `x` does not broadcast with the batch shape. */
  cdf(x: tf.Tensor): tf.Tensor {
    checkPoint('ContinuousBernoulli.cdf: x', x, this.batchShape, []);
    return tf.tidy(() => tiltedCdf(x, this.logits));
  }

  /** Differential entropy in nats, shape `batchShape`; 0 for logit 0, negative otherwise. */
  entropy(): tf.Tensor {
    // The log density is linear in x.
    return tf.tidy(() => tf.neg(tiltedLogDensity(tiltedMean(this.logits), this.logits)));
  }

  /** The parameter λ, shape `batchShape`; not the mean. */
  probs(): tf.Tensor {
    return tf.tidy(() => tf.sigmoid(this.logits));
  }

  mean(): tf.Tensor {
    return tf.tidy(() => tiltedMean(this.logits));
  }

  /** The end of [0, 1] at which the density is highest: one where the logit is above 0, else zero. */
  mode(): tf.Tensor {
    return tf.tidy(() => withoutGradient(() => tf.cast(tf.greater(this.logits, 0), 'float32')));
  }

  variance(): tf.Tensor {
    return tf.tidy(() => tiltedVariance(this.logits));
  }

  stddev(): tf.Tensor {
    return tf.tidy(() => standardDeviation(tiltedVariance(this.logits)));
  }
}
