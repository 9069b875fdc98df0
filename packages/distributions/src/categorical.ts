import { ShapeError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from './distribution.js';
import { gumbelArgMax } from './gumbel-arg-max.js';
import { checkPoint } from './shapes.js';
import { standardDeviation } from './standard-deviation.js';
import { checkFinite, checkValues } from './value-checks.js';
import { withoutGradient } from './without-gradient.js';

/**
 * Categorical distribution over the indices 0 … categories − 1 (int32), scalar events; for one-hot vectors see
 * {@link OneHotCategorical}, which draws the same categories from the same stream.
 * @example
 * ```ts
 * new Categorical(logits).sample(rng); // int32 categories
 * ```
 */
export class Categorical implements Distribution {
  readonly kind = 'categorical';
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[] = [];
  /** Unnormalised log probabilities, shape `[...batchShape, categories]`. */
  readonly logits: tf.Tensor;

  /**
   * @param logits Unnormalised log probabilities, finite; the last axis runs over the categories.
   * @throws {ShapeError} if it is a scalar or has no categories.
   */
  constructor(logits: tf.Tensor) {
    if (logits.rank < 1 || logits.shape.at(-1) === 0) {
      throw new ShapeError('Categorical: logits', '[..., categories] with at least one category', logits.shape);
    }
    this.logits = logits;
    this.batchShape = logits.shape.slice(0, -1);
    checkFinite('Categorical: logits', logits);
  }

  /** Indices, int32. */
  sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => withoutGradient(() => tf.cast(gumbelArgMax(this.logits, rng, sampleShape), 'int32')));
  }

  /**
   * Log probability.
   * @param x Indices, int32 or float32; broadcasts with the batch shape.
   * @returns Nats, shape of the broadcast batch; −∞ for an index that is no category.
   * @throws {ShapeError} if `x` does not broadcast with the batch shape.
   * @throws {ValueError} if one is no category, while value checks are on.
   */
  logProb(x: tf.Tensor): tf.Tensor {
    checkPoint('Categorical.logProb: x', x, this.batchShape, []);
    const count = this.logits.shape.at(-1)!;
    checkValues(
      'Categorical.logProb: x',
      `indices from 0 to ${count - 1}`,
      x,
      (value) => Number.isInteger(value) && value >= 0 && value < count,
    );
    return tf.tidy(() => {
      const chosen = withoutGradient(() => tf.cast(tf.equal(tf.expandDims(x, -1), this.#indices(x.dtype)), 'float32'));
      const logs = tf.sum(tf.mul(chosen, tf.logSoftmax(this.logits)), -1);
      // 0 for a category, −∞ otherwise.
      return tf.add(
        logs,
        withoutGradient(() => tf.log(tf.sum(chosen, -1))),
      );
    });
  }

  entropy(): tf.Tensor {
    return tf.tidy(() => tf.neg(tf.sum(tf.mul(tf.softmax(this.logits), tf.logSoftmax(this.logits)), -1)));
  }

  /** Probabilities of the categories, shape `[...batchShape, categories]`. */
  probs(): tf.Tensor {
    return tf.tidy(() => tf.softmax(this.logits));
  }

  /** Mean index, for categories in an order, such as grades. */
  mean(): tf.Tensor {
    return tf.tidy(() => tf.sum(tf.mul(tf.softmax(this.logits), this.#indices('float32')), -1));
  }

  /** The most probable category, int32. */
  mode(): tf.Tensor {
    return tf.tidy(() => withoutGradient(() => tf.cast(tf.argMax(this.logits, -1), 'int32')));
  }

  /** Variance of the index. */
  variance(): tf.Tensor {
    return tf.tidy(() => {
      const deviations = tf.sub(this.#indices('float32'), tf.expandDims(this.mean(), -1));
      return tf.sum(tf.mul(tf.softmax(this.logits), tf.square(deviations)), -1);
    });
  }

  stddev(): tf.Tensor {
    return tf.tidy(() => standardDeviation(this.variance()));
  }

  /** 0 … categories − 1. */
  #indices(dtype: tf.DataType): tf.Tensor {
    const count = this.logits.shape.at(-1)!;
    return tf.tensor1d(
      Array.from({ length: count }, (_, k) => k),
      dtype === 'int32' ? 'int32' : 'float32',
    );
  }
}
