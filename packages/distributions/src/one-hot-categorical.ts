import { ShapeError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from './distribution.js';
import { gumbelArgMax } from './gumbel-arg-max.js';
import { checkPoint } from './shapes.js';
import { standardDeviation } from './standard-deviation.js';
import { checkFinite } from './value-checks.js';
import { withoutGradient } from './without-gradient.js';

/**
 * Categorical distribution over one-hot vectors; event shape `[categories]`.
 * @example
 * ```ts
 * new OneHotCategorical(logits).mode(); // one-hot rows
 * ```
 */
export class OneHotCategorical implements Distribution {
  readonly kind = 'one-hot-categorical';
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[];
  /** Unnormalised log probabilities, shape `[...batchShape, categories]`. */
  readonly logits: tf.Tensor;

  /**
   * @param logits Unnormalised log probabilities, finite; the last axis runs over the categories.
   * @throws {ShapeError} if it is a scalar or has no categories.
   */
  constructor(logits: tf.Tensor) {
    if (logits.rank < 1 || logits.shape.at(-1) === 0) {
      throw new ShapeError('OneHotCategorical: logits', '[..., categories] with at least one category', logits.shape);
    }
    this.logits = logits;
    this.batchShape = logits.shape.slice(0, -1);
    this.eventShape = logits.shape.slice(-1);
    checkFinite('OneHotCategorical: logits', logits);
  }

  /** One-hot draws. */
  sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => withoutGradient(() => this.#oneHot(gumbelArgMax(this.logits, rng, sampleShape))));
  }

  /**
   * @param x One-hot vectors (any vectors are scored linearly; an all-zero one scores 0).
   * @throws {ShapeError} if `x` does not end in the number of categories.
   */
  logProb(x: tf.Tensor): tf.Tensor {
    checkPoint('OneHotCategorical.logProb: x', x, this.batchShape, this.eventShape);
    return tf.tidy(() => tf.sum(tf.mul(x, tf.logSoftmax(this.logits)), -1));
  }

  entropy(): tf.Tensor {
    return tf.tidy(() => tf.neg(tf.sum(tf.mul(tf.softmax(this.logits), tf.logSoftmax(this.logits)), -1)));
  }

  /** Probabilities of the categories, shape `[...batchShape, categories]`; equal to the mean. */
  probs(): tf.Tensor {
    return this.mean();
  }

  /** The probabilities. */
  mean(): tf.Tensor {
    return tf.tidy(() => tf.softmax(this.logits));
  }

  /** The most probable category, one-hot. */
  mode(): tf.Tensor {
    return tf.tidy(() => withoutGradient(() => this.#oneHot(tf.argMax(this.logits, -1))));
  }

  variance(): tf.Tensor {
    return tf.tidy(() => {
      const p = tf.softmax(this.logits);
      return tf.mul(p, tf.sub(1, p));
    });
  }

  stddev(): tf.Tensor {
    return tf.tidy(() => standardDeviation(this.variance()));
  }

  #oneHot(indices: tf.Tensor): tf.Tensor {
    return tf.cast(tf.oneHot(tf.cast(indices, 'int32'), this.eventShape[0]!), 'float32');
  }
}
