import { Independent, Poisson, scope } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood.js';

/** Bounds of the log rate, within which float32 holds rates and densities. */
const LOG_RATE = [-15, 15] as const;

/**
 * Poisson likelihood of counts, whose log rate is the decoder's output. Generation shows rates.
 * @example
 * ```ts
 * denseModality({ shape: 2000, likelihood: poisson() });
 * ```
 */
export function poisson(): Likelihood {
  const rateOf = (output: tf.Tensor): tf.Tensor => tf.exp(tf.clipByValue(output, ...LOG_RATE));
  return {
    kind: 'poisson',
    support: 'counts',
    distribution: (output, batchDims = 1) =>
      scope(() => new Independent(new Poisson(rateOf(output)), output.rank - batchDims)),
    generate: (output) => tf.tidy(() => rateOf(output)),
  };
}
