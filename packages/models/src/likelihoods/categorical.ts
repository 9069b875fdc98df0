import { Independent, OneHotCategorical, scope } from '@polyvae/distributions';
import { checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood.js';

/** Options of {@link categorical}. */
export interface CategoricalOptions {
  /**
   * The published code's text likelihood: it passed log-probabilities where probabilities were meant, so that
   * pᵢ = lᵢ / Σ l and the network learns an inverted code. Default false.
   */
  readonly legacyInverted?: boolean;
}

/** Bounds of probabilities, as in PyTorch for float32. */
const EPSILON = 2 ** -23;

/**
 * Categorical likelihood over one-hot rows (the last axis), whose logits are the decoder's output. A row of zeros, such as the padding of
 * a text, counts nothing.
 */
export function categorical(options: CategoricalOptions = {}): Likelihood {
  checkOptions('categorical', options, ['legacyInverted']);
  const logits = options.legacyInverted ? invertedLogits : (output: tf.Tensor): tf.Tensor => output;
  return {
    kind: 'categorical',
    settings: { legacyInverted: options.legacyInverted ?? false },
    elements: (shape) => shape.slice(0, -1).reduce((product, size) => product * size, 1),
    distribution: (output, batchDims = 1) =>
      scope(() => new Independent(new OneHotCategorical(logits(output)), output.rank - 1 - batchDims)),
    generate: (output) => tf.tidy(() => new OneHotCategorical(logits(output)).mode()),
  };
}

function invertedLogits(output: tf.Tensor): tf.Tensor {
  const logProbabilities = tf.logSoftmax(output);
  const probabilities = tf.div(logProbabilities, tf.sum(logProbabilities, -1, true));
  return tf.log(tf.clipByValue(probabilities, EPSILON, 1 - EPSILON));
}
