import * as tf from '@tensorflow/tfjs-core';

/** Σ cₙ xⁿ by Horner's rule. */
export function powerSeries(x: tf.Tensor, coefficients: readonly [number, ...number[]]): tf.Tensor {
  const highest = tf.scalar(coefficients.at(-1)!);
  return coefficients.slice(0, -1).reduceRight<tf.Tensor>((sum, c) => tf.add(tf.mul(sum, x), c), highest);
}
