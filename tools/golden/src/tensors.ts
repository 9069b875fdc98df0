import * as tf from '@tensorflow/tfjs';
import type { Comparison } from './comparison.js';
import { isObject, type Json, readArray } from './format.js';

/** A float32 tensor of a stored or formula input. */
export function tensorOf(value: Json | undefined, seed: number): tf.Tensor {
  const { shape, data } = readArray(value, seed);
  return tf.tensor(Float32Array.from(data), [...shape]);
}

/** A tensor's values in C order. */
export function valuesOf(tensor: tf.Tensor): Float32Array {
  return tensor.dataSync<'float32'>();
}

/**
 * Compares a sum of terms with an expected `{f32, f64}`, at the tolerance for the terms' magnitudes: where terms of both signs
 * cancel, float32 cannot hold the sum to a fraction of itself.
 */
export function checkSum(
  comparison: Comparison,
  path: string,
  sum: tf.Tensor,
  terms: tf.Tensor,
  expected: Json | undefined,
): void {
  if (!isObject(expected)) {
    comparison.check(path, Number.NaN, expected);
    return;
  }
  const magnitude = valuesOf(tf.sum(tf.abs(terms)))[0]!;
  // The magnitude, equal on both sides, sets the scale of the comparison.
  const { f32 = expected.f64, f64 } = expected;
  comparison.check(path, [valuesOf(sum)[0]!, magnitude], {
    f32: [f32 ?? null, magnitude],
    f64: [f64 ?? null, magnitude],
  });
}
