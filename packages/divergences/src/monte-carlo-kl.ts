import { type Distribution, type Estimate, estimateOverSamples, isReparameterised } from '@polyvae/distributions';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { checkPair } from './kl.js';

/** How a Monte Carlo estimate is made. */
export interface MonteCarloOptions {
  /** Draws for each member of the batch, at least 2. Memory grows with it. */
  readonly samples: number;
  /** Random numbers that draws are made of. */
  readonly rng: Rng;
}

/** Draws with gradients where the family has them. */
export function drawPathwise(distribution: Distribution, options: MonteCarloOptions): tf.Tensor {
  return isReparameterised(distribution)
    ? distribution.rsample(options.rng, [options.samples])
    : distribution.sample(options.rng, [options.samples]);
}

/**
 * KL(p ‖ q) estimated from draws of p: the mean of ln p − ln q. For pairs without a closed form.
 * @returns Nats, batch shape; gradients are unbiased if p has pathwise draws (mixtures do not: then only q's are).
 * @throws {ShapeError} if event shapes differ or batch shapes do not broadcast.
 * @throws {ArgumentError} if `samples` is below 2.
 * @example
 * ```ts
 * const { estimate, standardError } = monteCarloKl(p, q, { samples: 100, rng });
 * ```
 */
export function monteCarloKl(p: Distribution, q: Distribution, options: MonteCarloOptions): Estimate {
  checkPair('monteCarloKl', p, q);
  return tf.tidy(() => {
    const x = drawPathwise(p, options);
    return estimateOverSamples(tf.sub(p.logProb(x), q.logProb(x)));
  });
}
