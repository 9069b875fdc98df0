import * as tf from '@tensorflow/tfjs';
import { type Json, readArray } from './format.js';

/** A float32 tensor of a stored or formula input. */
export function tensorOf(value: Json | undefined, seed: number): tf.Tensor {
  const { shape, data } = readArray(value, seed);
  return tf.tensor(Float32Array.from(data), [...shape]);
}

/** A tensor's values in C order. */
export function valuesOf(tensor: tf.Tensor): Float32Array {
  return tensor.dataSync<'float32'>();
}
