import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from './without-gradient.js';

/** √variance, whose gradient at 0 is 0; that of `tf.sqrt` is infinite there, and turns zeros of other factors into NaN. */
export function standardDeviation(variance: tf.Tensor): tf.Tensor {
  const positive = withoutGradient(() => tf.greater(variance, 0));
  const root = tf.sqrt(tf.where(positive, variance, tf.onesLike(variance)));
  return tf.where(positive, root, tf.zerosLike(variance));
}
