import { withoutGradient } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';

/** 1/2!, 1/3!, …, 1/8!: enough for float32 where |x| < ½. */
const coefficients = [1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320];

/**
 * eˣ − 1 − x, elementwise. The plain formula loses all digits where x is small (and may come out negative), which is just
 * where two variances agree; there the power series is used.
 */
export function exponentialExcess(x: tf.Tensor): tf.Tensor {
  const small = withoutGradient(() => tf.less(tf.abs(x), 0.5));
  // Where the series is not used it gets 0, so that nothing overflows into the gradient.
  const near = tf.where(small, x, tf.zerosLike(x));
  const series = coefficients
    .slice(0, -1)
    .reduceRight<tf.Tensor>((sum, c) => tf.add(tf.mul(sum, near), c), tf.fill([], coefficients.at(-1)!));
  return tf.where(small, tf.mul(series, tf.square(near)), tf.sub(tf.exp(x), tf.add(x, 1)));
}
