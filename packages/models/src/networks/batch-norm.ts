import { ShapeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { described } from './described.js';
import type { Network } from './network.js';
import { constantParameter } from './parameter.js';

/** Options of {@link batchNorm}. */
export interface BatchNormOptions {
  /** Size of the last axis. */
  readonly features: number;
  /** Default 1e-5. */
  readonly epsilon?: number;
  /** Share of the batch in the running statistics; default 0.1. */
  readonly momentum?: number;
}

/**
 * Batch normalisation over the last axis as PyTorch has it: training normalises by the batch's biased variance and
 * records the unbiased one; otherwise the recorded statistics are used. Variables `scale`, `offset`; state `mean`,
 * `variance`, which training updates.
 * @example
 * ```ts
 * sequential({ conv: conv2d({ inputs: 3, outputs: 32, kernel: 3, rng }), norm: batchNorm({ features: 32 }) });
 * ```
 */
export function batchNorm({ features, epsilon = 1e-5, momentum = 0.1 }: BatchNormOptions): Network {
  const scale = constantParameter([features], 1);
  const offset = constantParameter([features], 0);
  const mean = constantParameter([features], 0, false);
  const variance = constantParameter([features], 1, false);

  const record = (batchMean: tf.Tensor, batchVariance: tf.Tensor, count: number): void => {
    const unbiased = tf.mul(batchVariance, count / Math.max(1, count - 1));
    mean.assign(tf.add(tf.mul(mean, 1 - momentum), tf.mul(batchMean, momentum)));
    variance.assign(tf.add(tf.mul(variance, 1 - momentum), tf.mul(unbiased, momentum)));
  };
  return described({
    variables: { scale, offset },
    state: { mean, variance },
    config: { type: 'batchNorm', features, epsilon, momentum },
    apply(x, { training }) {
      if (x.shape.at(-1) !== features) throw new ShapeError('batchNorm input', `[..., ${features}]`, x.shape);
      return tf.tidy(() => {
        let [center, spread]: [tf.Tensor, tf.Tensor] = [mean, variance];
        if (training) {
          const axes = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
          const moments = tf.moments(x, axes);
          [center, spread] = [moments.mean, moments.variance];
          record(center, spread, x.size / features);
        }
        const factor = tf.mul(scale, tf.rsqrt(tf.add(spread, epsilon)));
        return tf.add(tf.mul(x, factor), tf.sub(offset, tf.mul(center, factor)));
      });
    },
    dispose: () => tf.dispose([scale, offset, mean, variance]),
  });
}
