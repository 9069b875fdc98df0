import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { countsOf } from './counts.js';
import type { Distribution } from './distribution.js';
import { drawCounts, drawGamma, drawPoisson } from './draw-counts.js';
import { NoClosedFormError } from './errors.js';
import { negativeBinomialLogProb } from './negative-binomial-log-prob.js';
import { broadcastShapes, expand } from './shapes.js';
import { standardDeviation } from './standard-deviation.js';
import { checkPositive } from './value-checks.js';
import { withoutGradient } from './without-gradient.js';

/**
 * Elementwise negative binomial distribution over the counts 0, 1, 2 … (float32): Poisson counts whose rates are gamma
 * distributed, with mean μ and variance μ + μ² / r.
 *
 * The inverse dispersion r is scVI's `theta` (and μ its `mu`) and PyTorch's `total_count`, whose `logits` are
 * ln(μ / r) and `probs` μ / (μ + r). For large r it is the Poisson distribution.
 * @example
 * ```ts
 * new NegativeBinomial(mean, inverseDispersion).logProb(counts);
 * ```
 */
export class NegativeBinomial implements Distribution {
  readonly kind = 'negative-binomial';
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[] = [];
  /** Means μ. */
  readonly mu: tf.Tensor;
  /** Inverse dispersions r. */
  readonly inverseDispersion: tf.Tensor;

  /**
   * @param mu Means, positive.
   * @param inverseDispersion Positive; broadcasts with `mu`, e.g. `[genes]` where the dispersion is a gene's own.
   * @throws {ShapeError} if the shapes do not broadcast.
   */
  constructor(mu: tf.Tensor, inverseDispersion: tf.Tensor | number) {
    this.mu = mu;
    this.inverseDispersion = typeof inverseDispersion === 'number' ? tf.scalar(inverseDispersion) : inverseDispersion;
    this.batchShape = broadcastShapes('NegativeBinomial: inverseDispersion', mu.shape, this.inverseDispersion.shape);
    checkPositive('NegativeBinomial: mu', mu);
    checkPositive('NegativeBinomial: inverseDispersion', this.inverseDispersion);
  }

  /**
   * Draws on the CPU (a gamma rate, then a Poisson count); reads the parameters back from the device, so not for use in
   * compiled functions or on WebGPU.
   */
  sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => {
      const parameters = [expand(this.mu, this.batchShape), expand(this.inverseDispersion, this.batchShape)];
      return drawCounts(rng, sampleShape, this.batchShape, parameters, (stream, mu, r) =>
        drawPoisson(stream, (drawGamma(stream, r) * mu) / r),
      );
    });
  }

  /**
   * Log probability, exact in float32 for means and inverse dispersions from 1e-3 to 1e6; its gradients flow to the
   * parameters, none to the counts.
   * @param x Counts; broadcasts with the batch shape.
   * @returns Nats, shape of the broadcast batch.
   * @throws {ShapeError} if `x` does not broadcast with the batch shape.
   * @throws {ValueError} if one is no count, while value checks are on.
   */
  logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const counts = countsOf('NegativeBinomial.logProb: x', x, this.batchShape);
      return negativeBinomialLogProb(counts, this.mu, this.inverseDispersion);
    });
  }

  /** @throws {NoClosedFormError} always; see `monteCarloEntropy`. */
  entropy(): never {
    throw new NoClosedFormError(
      "a negative binomial's entropy has no closed form; use monteCarloEntropy(distribution, { samples, rng })",
    );
  }

  mean(): tf.Tensor {
    return tf.tidy(() => expand(this.mu, this.batchShape));
  }

  /** The largest integer up to μ (r − 1) / r; 0 for r up to 1. */
  mode(): tf.Tensor {
    return tf.tidy(() =>
      withoutGradient(() => tf.floor(tf.relu(tf.sub(this.mu, tf.div(this.mu, this.inverseDispersion))))),
    );
  }

  variance(): tf.Tensor {
    return tf.tidy(() => tf.add(this.mu, tf.div(tf.square(this.mu), this.inverseDispersion)));
  }

  stddev(): tf.Tensor {
    return tf.tidy(() => standardDeviation(this.variance()));
  }
}
