import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { countsOf } from './counts.js';
import type { Distribution } from './distribution.js';
import { NoClosedFormError } from './errors.js';
import { NegativeBinomial } from './negative-binomial.js';
import { negativeBinomialLogProb } from './negative-binomial-log-prob.js';
import { broadcastShapes, expand } from './shapes.js';
import { standardDeviation } from './standard-deviation.js';
import { standardNoise } from './standard-noise.js';
import { checkFinite } from './value-checks.js';
import { withoutGradient } from './without-gradient.js';

/**
 * Elementwise zero-inflated negative binomial distribution over the counts 0, 1, 2 … (float32): with the gate's
 * probability zero, otherwise a {@link NegativeBinomial} count.
 *
 * In scVI's names μ is `mu`, the inverse dispersion `theta` and the gate's logits `zi_logits`.
 * @example
 * ```ts
 * new ZeroInflatedNegativeBinomial(mean, inverseDispersion, zeroLogits).logProb(counts);
 * ```
 */
export class ZeroInflatedNegativeBinomial implements Distribution {
  readonly kind = 'zero-inflated-negative-binomial';
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[] = [];
  /** Distribution of the counts that the gate lets through. */
  readonly counts: NegativeBinomial;
  /** Log odds of a zero from the gate. */
  readonly gateLogits: tf.Tensor;

  /**
   * @param mu Means of the counts that the gate lets through, positive.
   * @param inverseDispersion Positive; broadcasts with `mu`.
   * @param gateLogits Log odds of a zero from the gate, finite; broadcasts with the others.
   * @throws {ShapeError} if the shapes do not broadcast.
   */
  constructor(mu: tf.Tensor, inverseDispersion: tf.Tensor | number, gateLogits: tf.Tensor) {
    this.counts = new NegativeBinomial(mu, inverseDispersion);
    this.gateLogits = gateLogits;
    this.batchShape = broadcastShapes(
      'ZeroInflatedNegativeBinomial: gateLogits',
      this.counts.batchShape,
      gateLogits.shape,
    );
    checkFinite('ZeroInflatedNegativeBinomial: gateLogits', gateLogits);
  }

  /**
   * Draws on the CPU; reads the parameters back from the device, so not for use in compiled functions or on WebGPU.
   */
  sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() =>
      withoutGradient(() => {
        const noise = standardNoise('uniform', rng, sampleShape, this.batchShape);
        const open = tf.cast(tf.greaterEqual(noise, tf.sigmoid(this.gateLogits)), 'float32');
        return tf.mul(this.#full().sample(rng, sampleShape), open);
      }),
    );
  }

  /**
   * Log probability; its gradients flow to all three parameters, none to the counts.
   * @param x Counts; broadcasts with the batch shape.
   * @returns Nats, shape of the broadcast batch.
   * @throws {ShapeError} if `x` does not broadcast with the batch shape.
   * @throws {ValueError} if one is no count, while value checks are on.
   */
  logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.#logProbOf(countsOf('ZeroInflatedNegativeBinomial.logProb: x', x, this.batchShape)));
  }

  /** @throws {NoClosedFormError} always; see `monteCarloEntropy`. */
  entropy(): never {
    throw new NoClosedFormError(
      "a zero-inflated distribution's entropy has no closed form; use monteCarloEntropy(distribution, { samples, rng })",
    );
  }

  mean(): tf.Tensor {
    return tf.tidy(() => tf.mul(this.counts.mu, this.#open()));
  }

  /** Zero, or the mode of the counts that the gate lets through, whichever is more probable. */
  mode(): tf.Tensor {
    return tf.tidy(() =>
      withoutGradient(() => {
        const mode = expand(this.counts.mode(), this.batchShape);
        const above = tf.greater(this.#logProbOf(mode), this.#logProbOf(tf.zerosLike(mode)));
        return tf.mul(mode, tf.cast(above, 'float32'));
      }),
    );
  }

  variance(): tf.Tensor {
    return tf.tidy(() => {
      const { mu, inverseDispersion } = this.counts;
      const factor = tf.add(tf.reciprocal(inverseDispersion), tf.sigmoid(this.gateLogits));
      return tf.mul(this.#open(), tf.add(mu, tf.mul(tf.square(mu), factor)));
    });
  }

  stddev(): tf.Tensor {
    return tf.tidy(() => standardDeviation(this.variance()));
  }

  /** Probability that the gate lets a count through. */
  #open(): tf.Tensor {
    return tf.sigmoid(tf.neg(this.gateLogits));
  }

  /** The counts' distribution for every member, though the gate's logits alone may have some of the axes. */
  #full(): NegativeBinomial {
    const { mu, inverseDispersion } = this.counts;
    return new NegativeBinomial(expand(mu, this.batchShape), inverseDispersion);
  }

  #logProbOf(counts: tf.Tensor): tf.Tensor {
    const logs = negativeBinomialLogProb(counts, this.counts.mu, this.counts.inverseDispersion);
    // ln(1 − π) + ln NB(x), and at 0, ln(π + (1 − π) NB(0)) = that + ln(1 + π / ((1 − π) NB(0))).
    const zero = withoutGradient(() => tf.cast(tf.equal(counts, 0), 'float32'));
    const inflated = tf.mul(zero, tf.softplus(tf.sub(this.gateLogits, logs)));
    return tf.add(tf.sub(logs, tf.softplus(this.gateLogits)), inflated);
  }
}
