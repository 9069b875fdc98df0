import * as tf from '@tensorflow/tfjs-core';
import { logarithmExcess } from './logarithm-excess.js';

/**
 * x ln(x / b) + b − x, elementwise, for counts x ≥ 0 and expectations b > 0: half a Poisson count's deviance. Exact to a few
 * units in the last place, relative to its value, however close x and b are.
 * @param difference b − x, where it is known better than the difference of the rounded numbers would tell.
 */
export function countDeviance(x: tf.Tensor, b: tf.Tensor, difference: tf.Tensor): tf.Tensor {
  const positive = tf.greater(x, 0);
  const divisor = tf.where(positive, x, tf.onesLike(x));
  const deviance = tf.mul(x, logarithmExcess(tf.div(difference, divisor), tf.div(b, divisor)));
  return tf.where(positive, deviance, b);
}
