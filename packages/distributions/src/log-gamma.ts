import * as tf from '@tensorflow/tfjs-core';
import { digamma } from './digamma.js';
import { powerSeries } from './power-series.js';

/** Argument from which Stirling's series is used. */
const FAR = 3;
const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

/** B₂ₙ / (2n (2n − 1)): coefficients of Stirling's series, enough for float32 from 3 on. */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188] as const;

/** ln Γ(1 + f) / (f (f − 1)) for f from 0 to 1, to 3e-9: a Chebyshev fit, made by `fixtures/extremes.py`. */
const nearOne = [
  0.577215662383, -0.245250862514, 0.155417187348, -0.114918402082, 0.0906506706773, -0.0707246553926, 0.049053867604,
  -0.0263120741029, 0.00914042418926, -0.00148748434068,
] as const;

/** Remainder of Stirling's formula for ln Γ(z), for z ≥ 3. */
function stirlingRemainder(z: tf.Tensor): tf.Tensor {
  const inverse = tf.reciprocal(z);
  return tf.mul(inverse, powerSeries(tf.square(inverse), stirling));
}

/** ln Γ(1 + f) for the fraction f of `z` < 3, from a fit whose zeros at 0 and 1 are exact. */
function logGammaOfFraction(z: tf.Tensor): tf.Tensor {
  const fraction = tf.sub(z, tf.floor(z));
  return tf.mul(tf.mul(fraction, tf.sub(fraction, 1)), powerSeries(fraction, nearOne));
}

function logGammaValue(x: tf.Tensor): tf.Tensor {
  const z = tf.minimum(x, FAR);
  // Γ(x) = Γ(1 + f) / x below 1, · 1 from 1 and · (x − 1) from 2 on.
  const divides = tf.less(z, 1);
  const logFactor = tf.log(tf.where(divides, z, tf.maximum(tf.sub(z, 1), 1)));
  const near = tf.add(logGammaOfFraction(z), tf.where(divides, tf.neg(logFactor), logFactor));
  const large = tf.maximum(x, FAR);
  const leading = tf.add(tf.mul(tf.sub(large, 0.5), tf.sub(tf.log(large), 1)), HALF_LOG_2PI - 0.5);
  return tf.where(tf.less(x, FAR), near, tf.add(leading, stirlingRemainder(large)));
}

const logGammaWithDigamma = tf.customGrad((x: tf.Tensor | unknown, save: unknown) => {
  (save as tf.GradSaveFunc)([x as tf.Tensor]);
  return {
    value: logGammaValue(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, digamma(saved[0]!)),
  };
});

/**
 * Natural logarithm of the gamma function, elementwise, for positive `x`; its gradient is {@link digamma}. Right to a few
 * units in the last place of float32, relative to the value even at its zeros 1 and 2.
 * @example
 * ```ts
 * logGamma(tf.tensor1d([0.5, 1, 10]));
 * ```
 */
export function logGamma(x: tf.Tensor): tf.Tensor {
  return logGammaWithDigamma(x);
}

/**
 * Excess ln Γ(z + 1) + z − z ln z of a log factorial over its largest terms, elementwise, for z ≥ 0. Grows only like
 * ½ ln(2πz), so that sums of it keep their digits where those of log factorials would cancel. Has no gradient of its own:
 * for use within custom gradients.
 * @see Loader 2000, "Fast and accurate computation of binomial probabilities"
 */
export function logFactorialExcess(z: tf.Tensor): tf.Tensor {
  const low = tf.minimum(z, FAR);
  const product = tf.mul(tf.maximum(low, 1), tf.maximum(tf.sub(low, 1), 1));
  const logFactorial = tf.add(logGammaOfFraction(low), tf.log(product));
  // z ln z is 0 at 0.
  const logarithm = tf.log(tf.where(tf.greater(low, 0), low, tf.onesLike(low)));
  const near = tf.add(logFactorial, tf.sub(low, tf.mul(low, logarithm)));
  const large = tf.maximum(z, FAR);
  const far = tf.add(tf.add(tf.mul(tf.log(large), 0.5), HALF_LOG_2PI), stirlingRemainder(large));
  return tf.where(tf.less(z, FAR), near, far);
}
