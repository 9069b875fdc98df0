import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs `body` off the gradient tape: its result is a constant to everything outside. Also the way to use comparisons and
 * indices of differentiated tensors (as a condition of `tf.where`, say), for which TensorFlow.js has no gradients.
 * @example
 * ```ts
 * const largest = withoutGradient(() => tf.max(x, -1, true));
 * ```
 */
export function withoutGradient<T extends tf.Tensor>(body: () => T): T {
  // Operations inside a custom gradient are not recorded, and one without inputs has nothing to pass a gradient to.
  return tf.customGrad<T>(() => ({ value: body(), gradFunc: () => [] }))();
}

/**
 * A copy of `x` as a constant: no gradient flows to `x`.
 * @example
 * ```ts
 * const weights = detach(tf.softmax(logWeights)); // a constant to the gradient
 * ```
 */
export function detach(x: tf.Tensor): tf.Tensor {
  return withoutGradient(() => tf.clone(x));
}
