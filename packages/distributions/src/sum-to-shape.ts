import * as tf from '@tensorflow/tfjs-core';

/** Sums a gradient over the axes along which a tensor of `shape` was broadcast: the gradient of that tensor. */
export function sumToShape(gradient: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes([...shape], gradient.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, [...shape]);
}
