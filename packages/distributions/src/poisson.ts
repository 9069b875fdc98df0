import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { countDeviance } from './count-deviance.js';
import { countsOf } from './counts.js';
import type { Distribution } from './distribution.js';
import { drawCounts, drawPoisson } from './draw-counts.js';
import { NoClosedFormError } from './errors.js';
import { logFactorialExcess } from './log-gamma.js';
import { standardDeviation } from './standard-deviation.js';
import { sumToShape } from './sum-to-shape.js';
import { checkPositive } from './value-checks.js';
import { withoutGradient } from './without-gradient.js';

/**
 * Elementwise Poisson distribution over the counts 0, 1, 2 …; float32.
 * @example
 * ```ts
 * new Poisson(rate).logProb(counts);
 * ```
 */
export class Poisson implements Distribution {
  readonly kind = 'poisson';
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[] = [];
  /** Expected counts. */
  readonly rate: tf.Tensor;

  /** @param rate Expected counts, positive. */
  constructor(rate: tf.Tensor) {
    this.rate = rate;
    this.batchShape = rate.shape;
    checkPositive('Poisson: rate', rate);
  }

  /** Draws on the CPU; reads the rates back from the device, so not for use in compiled functions or on WebGPU. */
  sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => drawCounts(rng, sampleShape, this.batchShape, [this.rate], drawPoisson));
  }

  /**
   * Log probability; its gradient flows to the rates, none to the counts.
   * @param x Counts; broadcasts with the batch shape.
   * @returns Nats, shape of the broadcast batch.
   * @throws {ShapeError} if `x` does not broadcast with the batch shape.
   * @throws {ValueError} if one is no count, while value checks are on.
   */
  logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => poissonLogProb(countsOf('Poisson.logProb: x', x, this.batchShape), this.rate));
  }

  /** @throws {NoClosedFormError} always; see `monteCarloEntropy`. */
  entropy(): never {
    throw new NoClosedFormError(
      "a Poisson distribution's entropy has no closed form; use monteCarloEntropy(distribution, { samples, rng })",
    );
  }

  mean(): tf.Tensor {
    return tf.tidy(() => tf.clone(this.rate));
  }

  /** The largest integer up to the rate. */
  mode(): tf.Tensor {
    return tf.tidy(() => withoutGradient(() => tf.floor(this.rate)));
  }

  variance(): tf.Tensor {
    return this.mean();
  }

  stddev(): tf.Tensor {
    return tf.tidy(() => standardDeviation(this.rate));
  }
}

/** −G(x) − [x ln(x / λ) + λ − x] with G(z) = ln z! + z − z ln z: no term is much larger than the result. */
function poissonLogProb(x: tf.Tensor, rate: tf.Tensor): tf.Tensor {
  return tf.customGrad((expected: tf.Tensor | unknown, save: unknown) => {
    const lambda = expected as tf.Tensor;
    (save as tf.GradSaveFunc)([x, lambda]);
    const full = tf.add(lambda, tf.zerosLike(x));
    const value = tf.neg(tf.add(logFactorialExcess(x), countDeviance(x, full, tf.sub(full, x))));
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [counts, of] = saved as [tf.Tensor, tf.Tensor];
        return sumToShape(tf.mul(dy, tf.div(tf.sub(counts, of), of)), of.shape);
      },
    };
  })(rate);
}
