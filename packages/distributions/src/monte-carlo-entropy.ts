import { ArgumentError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { type Distribution, isReparameterised } from './distribution.js';

/** A Monte Carlo estimate and how sure it is; tensors of the same shape. */
export type Estimate = {
  /** Mean over the samples. */
  readonly estimate: tf.Tensor;
  /** Standard deviation of that mean. */
  readonly standardError: tf.Tensor;
};

/**
 * Mean and its standard error over the first axis.
 * @throws {ArgumentError} if there are fewer than two samples.
 * @example
 * ```ts
 * const { estimate, standardError } = estimateOverSamples(values); // values [samples, batch]
 * ```
 */
export function estimateOverSamples(values: tf.Tensor): Estimate {
  const samples = values.shape[0] ?? 0;
  if (samples < 2) throw new ArgumentError(`samples: expected at least 2 (for the error estimate), found ${samples}`);
  return tf.tidy(() => {
    const estimate = tf.mean(values, 0);
    const squares = tf.sum(tf.square(tf.sub(values, estimate)), 0);
    return { estimate, standardError: tf.sqrt(tf.div(squares, samples * (samples - 1))) };
  });
}

/** Options of {@link monteCarloEntropy}. */
export interface EntropyOptions {
  /** Draws for each row; at least 2. */
  readonly samples: number;
  /** Random numbers that draws are made of. */
  readonly rng: Rng;
}

/**
 * Entropy estimated from draws: the mean of −log p.
 * @returns Nats, shape `batchShape`; differentiable where the distribution has pathwise draws.
 * @throws {ArgumentError} if `samples` is below 2.
 * @example
 * ```ts
 * const { estimate, standardError } = monteCarloEntropy(mixture, { samples: 1000, rng });
 * ```
 */
export function monteCarloEntropy(distribution: Distribution, options: EntropyOptions): Estimate {
  return tf.tidy(() => {
    const x = isReparameterised(distribution)
      ? distribution.rsample(options.rng, [options.samples])
      : distribution.sample(options.rng, [options.samples]);
    return estimateOverSamples(tf.neg(distribution.logProb(x)));
  });
}
