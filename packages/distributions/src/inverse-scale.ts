import * as tf from '@tensorflow/tfjs-core';

/** ln of nearly the largest float32. */
const LARGEST_EXPONENT = 88.72;

/**
 * exp(−½ logVar), elementwise; at most 3.39e38, where the exponential itself would be infinite (log variances below −177),
 * so that its product with a difference of 0 is 0 and not NaN.
 * @example
 * ```ts
 * const standardised = tf.mul(tf.sub(x, loc), inverseScale(logVar));
 * ```
 */
export function inverseScale(logVar: tf.Tensor): tf.Tensor {
  return tf.exp(tf.minimum(tf.mul(logVar, -0.5), LARGEST_EXPONENT));
}
