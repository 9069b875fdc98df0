import * as tf from '@tensorflow/tfjs-core';
import { powerSeries } from './power-series.js';
import { withoutGradient } from './without-gradient.js';

/** 1/3, 1/5, …: coefficients of (artanh(w) − w) / w³, enough for float32 up to w = 1/3. */
const coefficients = [1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13, 1 / 15] as const;

/**
 * u − ln(1 + u), elementwise, for u > −1; never negative. The plain formula loses all digits where u is small; there the
 * series of ln(1 + u) = 2 artanh(u / (2 + u)) is used.
 * @param ratio 1 + u, where it is known better than the sum would tell.
 */
export function logarithmExcess(u: tf.Tensor, ratio: tf.Tensor = tf.add(u, 1)): tf.Tensor {
  const near = withoutGradient(() => tf.logicalAnd(tf.greaterEqual(ratio, 0.5), tf.lessEqual(ratio, 2)));
  const small = tf.where(near, u, tf.zerosLike(u));
  const w = tf.div(small, tf.add(small, 2));
  const square = tf.square(w);
  const higher = tf.mul(tf.mul(tf.mul(w, square), 2), powerSeries(square, coefficients));
  const far = tf.sub(u, tf.log(tf.where(near, tf.onesLike(ratio), ratio)));
  return tf.where(near, tf.sub(tf.mul(small, w), higher), far);
}
