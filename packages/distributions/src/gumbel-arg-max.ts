import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { standardNoise } from './standard-noise.js';

/**
 * Draws indices with probabilities proportional to exp(logits) along the last axis: argmax of logits plus Gumbel noise.
 * The magnitude of a Laplace number is exponential, and −ln of that is Gumbel, with both tails resolved.
 * @returns int32, shape `[...sampleShape, ...logits.shape without the last axis]`.
 */
export function gumbelArgMax(logits: tf.Tensor, rng: Rng, sampleShape: readonly number[]): tf.Tensor {
  const noise = tf.log(tf.abs(standardNoise('laplace', rng, sampleShape, logits.shape)));
  return tf.argMax(tf.sub(logits, noise), -1);
}
