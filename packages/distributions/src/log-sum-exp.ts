import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from './without-gradient.js';

/**
 * ln Σ exp(x) over an axis. Where all are −∞ it is −∞ with gradient 0, where one is +∞ it is +∞; `tf.logSumExp` makes NaN of
 * both.
 * @param axis From 0 to `x.rank` − 1.
 * @example
 * ```ts
 * logSumExp(tf.tensor2d([[0, -Infinity], [1000, 1000]]), 1);
 * ```
 */
export function logSumExp(x: tf.Tensor, axis: number): tf.Tensor {
  const largest = withoutGradient(() => tf.max(x, axis));
  const finite = withoutGradient(() => tf.isFinite(largest));
  const spread = withoutGradient(() => tf.broadcastTo(tf.expandDims(finite, axis), x.shape));
  return tf.where(finite, tf.logSumExp(tf.where(spread, x, tf.zerosLike(x)), axis), largest);
}
