import { Independent, OneHotCategorical, scope } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood.js';

/**
 * Categorical likelihood over one-hot rows (the last axis), whose logits are the decoder's output. A row of zeros, such as the padding of
 * a text, counts nothing.
 * @example
 * ```ts
 * denseModality({ shape: [8, 71], likelihood: categorical() });
 * ```
 */
export function categorical(): Likelihood {
  return {
    kind: 'categorical',
    elements: (shape) => shape.slice(0, -1).reduce((product, size) => product * size, 1),
    distribution: (output, batchDims = 1) =>
      scope(() => new Independent(new OneHotCategorical(output), output.rank - 1 - batchDims)),
    generate: (output) => tf.tidy(() => new OneHotCategorical(output).mode()),
  };
}
