import * as tf from '@tensorflow/tfjs-core';
import { powerSeries } from './power-series.js';

/** B₂ₙ/2n: coefficients of the asymptotic series, enough for float32 from 3 on. */
const coefficients = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132] as const;

/** Remainder ln z − 1/(2z) − ψ(z) = Σ B₂ₙ / (2n z²ⁿ), for z ≥ 3. */
export function digammaRemainder(z: tf.Tensor): tf.Tensor {
  const inverseSquare = tf.square(tf.reciprocal(z));
  return tf.mul(inverseSquare, powerSeries(inverseSquare, coefficients));
}

/**
 * Derivative of the logarithm of the gamma function, elementwise, for positive `x`: its series from x + 3, and the
 * recurrence ψ(x) = ψ(x + 1) − 1/x three times. Made of operations that have gradients.
 * @see Abramowitz and Stegun 1964, 6.3.5 and 6.3.18
 * @example
 * ```ts
 * digamma(tf.tensor1d([0.5, 1, 10]));
 * ```
 */
export function digamma(x: tf.Tensor): tf.Tensor {
  const z = tf.add(x, 3);
  const steps = tf.addN([tf.reciprocal(x), tf.reciprocal(tf.add(x, 1)), tf.reciprocal(tf.add(x, 2))]);
  const series = tf.sub(tf.sub(tf.log(z), tf.mul(tf.reciprocal(z), 0.5)), digammaRemainder(z));
  return tf.sub(series, steps);
}
