import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { absolute } from './absolute.js';
import type { Cumulative, Reparameterised } from './distribution.js';
import { broadcastShapes, checkPoint, expand } from './shapes.js';
import { standardNoise } from './standard-noise.js';
import { checkFinite, checkPositive } from './value-checks.js';
import { withoutGradient } from './without-gradient.js';

/**
 * Elementwise Laplace distribution, density exp(−|x − loc| / scale) / (2 scale).
 * @example
 * ```ts
 * new Laplace(loc, tf.scalar(0.75)).logProb(x);
 * ```
 */
export class Laplace implements Reparameterised, Cumulative {
  readonly kind = 'laplace';
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[] = [];
  /** Medians (which are also means and modes). */
  readonly loc: tf.Tensor;
  /** Mean absolute deviations. */
  readonly scale: tf.Tensor;

  /**
   * @param loc Medians.
   * @param scale Mean absolute deviations, positive; broadcasts with `loc`.
   * @throws {ShapeError} if the shapes do not broadcast.
   */
  constructor(loc: tf.Tensor, scale: tf.Tensor | number) {
    this.loc = loc;
    this.scale = typeof scale === 'number' ? tf.scalar(scale) : scale;
    this.batchShape = broadcastShapes('Laplace: scale', loc.shape, this.scale.shape);
    checkFinite('Laplace: loc', loc);
    checkPositive('Laplace: scale', this.scale);
  }

  sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => withoutGradient(() => this.rsample(rng, sampleShape)));
  }

  rsample(rng: Rng, sampleShape: readonly number[] = [], noise?: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const standard = standardNoise('laplace', rng, sampleShape, this.batchShape, noise);
      return tf.add(this.loc, tf.mul(this.scale, standard));
    });
  }

  /** @throws {ShapeError} if `x` does not broadcast with the batch shape. */
  logProb(x: tf.Tensor): tf.Tensor {
    checkPoint('Laplace.logProb: x', x, this.batchShape, []);
    return tf.tidy(() => {
      const distance = tf.div(absolute(tf.sub(x, this.loc)), this.scale);
      return tf.sub(tf.neg(tf.log(tf.mul(this.scale, 2))), distance);
    });
  }

  /** @throws {ShapeError} if `x` does not broadcast with the batch shape. */
  cdf(x: tf.Tensor): tf.Tensor {
    checkPoint('Laplace.cdf: x', x, this.batchShape, []);
    return tf.tidy(() => {
      const standard = tf.div(tf.sub(x, this.loc), this.scale);
      const below = withoutGradient(() => tf.less(standard, 0));
      // Each tail of its own exponential, which the other half's large arguments do not reach.
      const lower = tf.mul(tf.exp(tf.minimum(standard, 0)), 0.5);
      const upper = tf.sub(1, tf.mul(tf.exp(tf.neg(tf.maximum(standard, 0))), 0.5));
      return tf.where(below, lower, upper);
    });
  }

  entropy(): tf.Tensor {
    return tf.tidy(() => expand(tf.add(tf.log(tf.mul(this.scale, 2)), 1), this.batchShape));
  }

  mean(): tf.Tensor {
    return tf.tidy(() => expand(this.loc, this.batchShape));
  }

  mode(): tf.Tensor {
    return this.mean();
  }

  variance(): tf.Tensor {
    return tf.tidy(() => expand(tf.mul(tf.square(this.scale), 2), this.batchShape));
  }

  stddev(): tf.Tensor {
    return tf.tidy(() => expand(tf.mul(this.scale, Math.SQRT2), this.batchShape));
  }
}
