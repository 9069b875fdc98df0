import { ShapeError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { Cumulative, Distribution } from './distribution.js';
import { NoClosedFormError } from './errors.js';
import { gumbelArgMax } from './gumbel-arg-max.js';
import { logSumExp } from './log-sum-exp.js';
import { checkPoint } from './shapes.js';
import { standardDeviation } from './standard-deviation.js';
import { checkFinite, checkValues } from './value-checks.js';
import { withoutGradient } from './without-gradient.js';

/** Mixing proportions: probabilities that sum to one, or unnormalised logarithms of them; one of the two. */
export type Mixing =
  | {
      /** Probabilities, zeros allowed. */
      readonly weights: tf.Tensor;
      readonly logits?: undefined;
    }
  | {
      /** Logarithms of unnormalised probabilities. */
      readonly logits: tf.Tensor;
      readonly weights?: undefined;
    };

/**
 * A mixture of distributions of one family: the last batch axis of `components` runs over them.
 * @example
 * ```ts
 * const experts = Normal.fromLogVar(locs, logVars, { eventDims: 1 }); // [batch, experts], event [latent]
 * new MixtureSameFamily({ weights: tf.tensor1d([0.3, 0.7]) }, experts).logProb(z);
 * ```
 */
export class MixtureSameFamily<D extends Distribution = Distribution> implements Distribution {
  readonly kind = 'mixture-same-family';
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[];
  /** Log mixing proportions, normalised; shape `[components]` or `[...batchShape, components]`. */
  readonly logWeights: tf.Tensor;
  /** Batch shape `[...batchShape, components]`. */
  readonly components: D;

  /**
   * @param mixing `{ weights }` (zeros allowed) or `{ logits }`, shape `[components]` or `[...batchShape, components]`.
   * @param components Batch shape `[...batchShape, components]`.
   * @throws {ShapeError} if the last axes differ or the batch shapes do not fit.
   */
  constructor(mixing: Mixing, components: D) {
    const given = mixing.weights ?? mixing.logits;
    const name = `MixtureSameFamily: ${mixing.weights ? 'weights' : 'logits'}`;
    const full = components.batchShape;
    if (full.length < 1)
      throw new ShapeError('MixtureSameFamily: components', '[..., components] as batch shape', full);
    const fits = given.rank === 1 || given.rank === full.length;
    if (!fits || given.shape.some((size, i) => size !== full[full.length - given.rank + i])) {
      throw new ShapeError(name, `[${full.at(-1)}] or [${full.join(', ')}]`, given.shape);
    }
    this.components = components;
    this.batchShape = full.slice(0, -1);
    this.eventShape = components.eventShape;
    if (mixing.weights) {
      checkValues(name, 'weights that are not negative', mixing.weights, (value) => value >= 0 && value < Infinity);
      this.logWeights = tf.tidy(() => logOrMinusInfinity(mixing.weights));
    } else {
      checkFinite(name, mixing.logits);
      this.logWeights = tf.tidy(() => tf.logSoftmax(mixing.logits));
    }
  }

  /** Draws; the component of each is drawn too. */
  sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() =>
      withoutGradient(() => {
        const count = this.components.batchShape.at(-1)!;
        const logits = tf.broadcastTo(this.logWeights, [...this.batchShape, count]);
        const index = tf.cast(gumbelArgMax(logits, rng, sampleShape), 'int32');
        // Not oneHot, which refuses a mixture of one.
        const indices = tf.tensor1d(
          Array.from({ length: count }, (_, k) => k),
          'int32',
        );
        const chosen = tf.equal(tf.expandDims(index, -1), indices);
        return this.#sumChosen(this.components.sample(rng, sampleShape), chosen);
      }),
    );
  }

  /**
   * Log density; −∞ where those of all components are.
   * @throws {ShapeError} if `x` does not end in the event shape.
   */
  logProb(x: tf.Tensor): tf.Tensor {
    checkPoint('MixtureSameFamily.logProb: x', x, this.batchShape, this.eventShape);
    return tf.tidy(() => {
      const point = tf.expandDims(x, x.rank - this.eventShape.length);
      const logs = tf.add(this.components.logProb(point), this.logWeights);
      return logSumExp(logs, logs.rank - 1);
    });
  }

  /**
   * Cumulative distribution function; exists (for the type checker, too) where the components have one.
   * @throws {ShapeError} if `x` does not broadcast with the batch shape.
   */
  cdf(this: MixtureSameFamily<Cumulative>, x: tf.Tensor): tf.Tensor {
    checkPoint('MixtureSameFamily.cdf: x', x, this.batchShape, []);
    return tf.tidy(() => tf.sum(tf.mul(this.components.cdf(tf.expandDims(x, -1)), tf.exp(this.logWeights)), -1));
  }

  /** @throws {NoClosedFormError} always; see `monteCarloEntropy`. */
  entropy(): never {
    throw new NoClosedFormError(
      "a mixture's entropy has no closed form; use monteCarloEntropy(mixture, { samples, rng })",
    );
  }

  mean(): tf.Tensor {
    return tf.tidy(() => this.#average(this.components.mean()));
  }

  /** @throws {NoClosedFormError} always. */
  mode(): never {
    throw new NoClosedFormError("a mixture's mode has no closed form; take mean(), or a component's mode()");
  }

  /** Mean of the components' variances plus the variance of their means. */
  variance(): tf.Tensor {
    return tf.tidy(() => {
      const means = this.components.mean();
      const axis = this.batchShape.length;
      const deviations = tf.sub(means, tf.expandDims(this.#average(means), axis));
      return this.#average(tf.add(this.components.variance(), tf.square(deviations)));
    });
  }

  stddev(): tf.Tensor {
    return tf.tidy(() => standardDeviation(this.variance()));
  }

  /** Weighted sum over the components of a tensor of shape `[...batchShape, components, ...eventShape]`. */
  #average(values: tf.Tensor): tf.Tensor {
    const weights = tf.exp(this.logWeights);
    const aligned = tf.reshape(weights, [...weights.shape, ...this.eventShape.map(() => 1)]);
    return tf.sum(tf.mul(values, aligned), this.batchShape.length);
  }

  #sumChosen(draws: tf.Tensor, chosen: tf.Tensor): tf.Tensor {
    const axis = chosen.rank - 1;
    const aligned = tf.reshape(chosen, [...chosen.shape, ...this.eventShape.map(() => 1)]);
    // where, not a product: what is not chosen may be NaN.
    return tf.sum(tf.where(tf.broadcastTo(aligned, draws.shape), draws, tf.zerosLike(draws)), axis);
  }
}

/** ln w, −∞ at 0 without a NaN in the gradient. */
function logOrMinusInfinity(weights: tf.Tensor): tf.Tensor {
  const positive = withoutGradient(() => tf.greater(weights, 0));
  const logs = tf.log(tf.where(positive, weights, tf.onesLike(weights)));
  return tf.where(positive, logs, tf.fill(weights.shape, Number.NEGATIVE_INFINITY));
}
