import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from './distribution.js';
import { checkPoint } from './shapes.js';
import { standardNoise } from './standard-noise.js';
import { checkFinite, checkUnitInterval } from './value-checks.js';
import { withoutGradient } from './without-gradient.js';

/**
 * Elementwise Bernoulli distribution over {0, 1}. `logProb` also takes values between 0 and 1 (grey pixels) and is then
 * the negative binary cross-entropy.
 * @example
 * ```ts
 * new Bernoulli(logits).logProb(x);
 * ```
 */
export class Bernoulli implements Distribution {
  readonly kind = 'bernoulli';
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[] = [];
  /** Log odds of a one. */
  readonly logits: tf.Tensor;

  /** @param logits Log odds of a one, finite. */
  constructor(logits: tf.Tensor) {
    this.logits = logits;
    this.batchShape = logits.shape;
    checkFinite('Bernoulli: logits', logits);
  }

  sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() =>
      withoutGradient(() => {
        const noise = standardNoise('uniform', rng, sampleShape, this.batchShape);
        return tf.cast(tf.less(noise, tf.sigmoid(this.logits)), 'float32');
      }),
    );
  }

  /**
   * Log probability.
   * @param x Zeros and ones, or grey values between; broadcasts with the batch shape.
   * @returns Nats, shape of the broadcast batch.
   * @throws {ShapeError} if `x` does not broadcast with the batch shape.
   * @throws {ValueError} if one is outside of [0, 1], such as a pixel of 0 … 255, while value checks are on.
   */
  logProb(x: tf.Tensor): tf.Tensor {
    checkPoint('Bernoulli.logProb: x', x, this.batchShape, []);
    checkUnitInterval('Bernoulli.logProb: x', x);
    // x·l − ln(1 + eˡ): right in value and gradient for any size of l, also at 0.
    return tf.tidy(() => tf.sub(tf.mul(x, this.logits), tf.softplus(this.logits)));
  }

  entropy(): tf.Tensor {
    return tf.tidy(() => {
      // With −|l| in place of l (the entropy is even) neither term is large, so that nothing cancels.
      const negative = tf.neg(tf.abs(this.logits));
      return tf.sub(tf.softplus(negative), tf.mul(negative, tf.sigmoid(negative)));
    });
  }

  /** Probability of a one, shape `batchShape`; equal to the mean. */
  probs(): tf.Tensor {
    return this.mean();
  }

  mean(): tf.Tensor {
    return tf.tidy(() => tf.sigmoid(this.logits));
  }

  /** One where its probability is above a half, else zero. */
  mode(): tf.Tensor {
    return tf.tidy(() => withoutGradient(() => tf.cast(tf.greater(this.logits, 0), 'float32')));
  }

  variance(): tf.Tensor {
    return tf.tidy(() => tf.mul(tf.sigmoid(this.logits), tf.sigmoid(tf.neg(this.logits))));
  }

  stddev(): tf.Tensor {
    // √(p (1 − p)) from the logarithms, whose gradients stay finite where a probability is 0.
    return tf.tidy(() => tf.exp(tf.mul(tf.add(tf.softplus(this.logits), tf.softplus(tf.neg(this.logits))), -0.5)));
  }
}
