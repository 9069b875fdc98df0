import { Bernoulli, Independent, scope } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood.js';

/**
 * Bernoulli likelihood whose logits are the decoder's output; generation gives probabilities.
 * @example
 * ```ts
 * convModality({ shape: [28, 28, 1], likelihood: bernoulli() });
 * ```
 */
export function bernoulli(): Likelihood {
  return {
    kind: 'bernoulli',
    distribution: (output, batchDims = 1) =>
      scope(() => new Independent(new Bernoulli(output), output.rank - batchDims)),
    generate: (output) => tf.sigmoid(output),
  };
}
