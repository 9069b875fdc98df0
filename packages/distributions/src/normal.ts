import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { Cumulative, Reparameterised } from './distribution.js';
import { Independent } from './independent.js';
import { inverseScale } from './inverse-scale.js';
import { scope } from './scope.js';
import { broadcastShapes, checkPoint, checkSameShape, expand } from './shapes.js';
import { standardNoise } from './standard-noise.js';
import { checkFinite, checkPositive } from './value-checks.js';
import { withoutGradient } from './without-gradient.js';

const LOG_2PI = Math.log(2 * Math.PI);

/**
 * Elementwise normal distribution. For vectors with independent elements see {@link Independent}.
 * @example
 * ```ts
 * const q = Normal.fromLogVar(loc, logVar, { eventDims: 1 }); // batch [256], event [20]
 * q.logProb(q.rsample(rng)); // [256]
 * ```
 */
export class Normal implements Reparameterised, Cumulative {
  readonly kind = 'normal';
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[] = [];
  /** Means. */
  readonly loc: tf.Tensor;
  /** Standard deviations. */
  readonly scale: tf.Tensor;
  /** Logarithms of the variances, if the distribution was made from them. */
  readonly logVariance: tf.Tensor | undefined;

  /**
   * @param loc Means.
   * @param scale Standard deviations, positive; broadcasts with `loc`.
   * @param logVariance ln scale², where it is known better than `scale` tells; see {@link Normal.fromLogVar}.
   * @throws {ShapeError} if the shapes do not broadcast.
   */
  constructor(loc: tf.Tensor, scale: tf.Tensor | number, logVariance?: tf.Tensor) {
    this.loc = loc;
    this.scale = typeof scale === 'number' ? tf.scalar(scale) : scale;
    this.batchShape = broadcastShapes('Normal: scale', loc.shape, this.scale.shape);
    if (logVariance) checkSameShape('Normal: logVariance', this.scale.shape, logVariance.shape);
    this.logVariance = logVariance;
    checkFinite('Normal: loc', loc);
    checkPositive('Normal: scale', this.scale);
  }

  /** The elementwise distribution of an encoder's heads: means and log variances. */
  static fromLogVar(loc: tf.Tensor, logVar: tf.Tensor): Normal;
  /**
   * The distribution of vectors (matrices …) with independent elements.
   * @param options.eventDims How many of the last axes make one event.
   */
  static fromLogVar(loc: tf.Tensor, logVar: tf.Tensor, options: { readonly eventDims: number }): Independent<Normal>;
  static fromLogVar(
    loc: tf.Tensor,
    logVar: tf.Tensor,
    options?: { readonly eventDims: number },
  ): Normal | Independent<Normal> {
    return scope(() => {
      const normal = new Normal(loc, tf.exp(tf.mul(logVar, 0.5)), logVar);
      return options ? new Independent(normal, options.eventDims) : normal;
    });
  }

  /**
   * The standard normal distribution, a single one (batch shape `[]`).
   * @param eventShape E.g. `[20]` for a latent space of 20 dimensions.
   */
  static standard(eventShape: readonly number[]): Independent<Normal> {
    return scope(() => {
      const zeros = tf.zeros([...eventShape]);
      return new Independent(new Normal(zeros, tf.ones([...eventShape]), tf.zeros([...eventShape])), eventShape.length);
    });
  }

  /** ln scale², exact if the distribution was made from it; broadcasts to `batchShape`. */
  logVar(): tf.Tensor {
    return tf.tidy(() => (this.logVariance ? tf.clone(this.logVariance) : tf.mul(tf.log(this.scale), 2)));
  }

  sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => withoutGradient(() => this.rsample(rng, sampleShape)));
  }

  rsample(rng: Rng, sampleShape: readonly number[] = [], noise?: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const standard = standardNoise('normal', rng, sampleShape, this.batchShape, noise);
      return tf.add(this.loc, tf.mul(this.scale, standard));
    });
  }

  /** @throws {ShapeError} if `x` does not broadcast with the batch shape. */
  logProb(x: tf.Tensor): tf.Tensor {
    checkPoint('Normal.logProb: x', x, this.batchShape, []);
    return tf.tidy(() => {
      const difference = tf.sub(x, this.loc);
      // Multiplying by exp(-½ logVar) keeps the gradient of the log variance exact where the scale is tiny.
      const standard = this.logVariance
        ? tf.mul(difference, inverseScale(this.logVariance))
        : tf.div(difference, this.scale);
      const logScale = this.logVariance ? tf.mul(this.logVariance, 0.5) : tf.log(this.scale);
      return tf.sub(tf.mul(tf.square(standard), -0.5), tf.add(logScale, 0.5 * LOG_2PI));
    });
  }

  /** @throws {ShapeError} if `x` does not broadcast with the batch shape. */
  cdf(x: tf.Tensor): tf.Tensor {
    checkPoint('Normal.cdf: x', x, this.batchShape, []);
    return tf.tidy(() => {
      const standard = tf.div(tf.sub(x, this.loc), this.scale);
      return tf.mul(tf.add(tf.erf(tf.mul(standard, Math.SQRT1_2)), 1), 0.5);
    });
  }

  entropy(): tf.Tensor {
    return tf.tidy(() => expand(tf.add(tf.mul(this.logVar(), 0.5), 0.5 * (1 + LOG_2PI)), this.batchShape));
  }

  mean(): tf.Tensor {
    return tf.tidy(() => expand(this.loc, this.batchShape));
  }

  mode(): tf.Tensor {
    return this.mean();
  }

  variance(): tf.Tensor {
    return tf.tidy(() => expand(this.logVariance ? tf.exp(this.logVariance) : tf.square(this.scale), this.batchShape));
  }

  stddev(): tf.Tensor {
    return tf.tidy(() => expand(this.scale, this.batchShape));
  }
}
