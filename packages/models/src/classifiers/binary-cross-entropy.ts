import * as tf from '@tensorflow/tfjs-core';

/**
 * Binary cross-entropy of sigmoid outputs, −t log σ(l) − (1 − t) log(1 − σ(l)), computed without overflow.
 * @param logits Any shape.
 * @param target 0 or 1, float32, the same shape.
 * @returns Nats, mean over all elements.
 */
export function binaryCrossEntropy(logits: tf.Tensor, target: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.mean<tf.Scalar>(tf.sub(tf.softplus(logits), tf.mul(logits, target))));
}
