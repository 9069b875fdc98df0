import { ShapeError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { Distribution, Reparameterised } from './distribution.js';
import { checkPoint, sumLast } from './shapes.js';

/**
 * Reads the last axes of a batch as one event: log probabilities and entropies are summed over them.
 * @example
 * ```ts
 * new Independent(new Laplace(loc, scale), 1).logProb(x); // summed over the last axis
 * ```
 */
export class Independent<D extends Distribution = Distribution> implements Distribution {
  readonly kind = 'independent';
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[];
  /** The distribution whose last batch axes became the event. */
  readonly base: D;
  /** How many axes. */
  readonly eventDims: number;

  /**
   * @param base E.g. a `Normal` of batch shape `[batch, latent]`.
   * @param eventDims How many of its last batch axes make one event, e.g. 1.
   * @throws {ShapeError} if the base has fewer batch axes.
   */
  constructor(base: D, eventDims: number) {
    const rank = base.batchShape.length - eventDims;
    if (!Number.isInteger(eventDims) || eventDims < 0 || rank < 0) {
      throw new ShapeError('Independent: base', `of batch rank ≥ eventDims = ${eventDims}`, base.batchShape);
    }
    this.base = base;
    this.eventDims = eventDims;
    this.batchShape = base.batchShape.slice(0, rank);
    this.eventShape = [...base.batchShape.slice(rank), ...base.eventShape];
  }

  sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return this.base.sample(rng, sampleShape);
  }

  /** Pathwise draws; exists (for the type checker, too) where the base has them. */
  rsample(
    this: Independent<Reparameterised>,
    rng: Rng,
    sampleShape: readonly number[] = [],
    noise?: tf.Tensor,
  ): tf.Tensor {
    return this.base.rsample(rng, sampleShape, noise);
  }

  /** @throws {ShapeError} if `x` does not end in the event shape. */
  logProb(x: tf.Tensor): tf.Tensor {
    checkPoint('Independent.logProb: x', x, this.batchShape, this.eventShape);
    return tf.tidy(() => sumLast(this.base.logProb(x), this.eventDims));
  }

  entropy(): tf.Tensor {
    return tf.tidy(() => sumLast(this.base.entropy(), this.eventDims));
  }

  mean(): tf.Tensor {
    return this.base.mean();
  }

  mode(): tf.Tensor {
    return this.base.mode();
  }

  variance(): tf.Tensor {
    return this.base.variance();
  }

  stddev(): tf.Tensor {
    return this.base.stddev();
  }
}
