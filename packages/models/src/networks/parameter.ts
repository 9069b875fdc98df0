import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';

/**
 * A variable drawn from U(−1/√fanIn, 1/√fanIn), PyTorch's default for the weights and biases of linear and
 * convolutional layers, so that training starts where the published experiments started.
 */
export function uniformParameter(shape: number[], fanIn: number, rng: Rng): tf.Variable {
  const bound = 1 / Math.sqrt(fanIn);
  const values = rng.uniforms(shape.reduce((product, size) => product * size, 1));
  for (let i = 0; i < values.length; i++) values[i] = (2 * (values[i] as number) - 1) * bound;
  return variableFrom(values, shape);
}

/** A variable with every entry equal to `value`. */
export function constantParameter(shape: number[], value: number, trainable = true): tf.Variable {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value);
  return variableFrom(values, shape, trainable);
}

function variableFrom(values: Float32Array, shape: number[], trainable = true): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor(values, shape, 'float32'), trainable));
}
