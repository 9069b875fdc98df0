import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { ConfigurationError } from '../errors.js';

/**
 * How the weights and biases of linear and convolutional layers start.
 * - `pytorchDefault`: both from U(−1/√fanIn, 1/√fanIn), where the published experiments started.
 * - `heUniform`: weights from U(−√(6/fanIn), √(6/fanIn)), which keeps the variance of a signal through ReLU layers, and
 *   biases of 0.
 * @see He et al. 2015, "Delving Deep into Rectifiers", Eq. (10)
 */
export type Initialisation = 'pytorchDefault' | 'heUniform';

/** Weights of a layer. `fanIn`: inputs of each of its outputs. */
export function weightParameter(shape: number[], fanIn: number, rng: Rng, init: Initialisation): tf.Variable {
  return uniformParameter(shape, Math.sqrt((init === 'heUniform' ? 6 : 1) / fanIn), rng);
}

/** Biases of a layer. */
export function biasParameter(size: number, fanIn: number, rng: Rng, init: Initialisation): tf.Variable {
  return init === 'heUniform' ? constantParameter([size], 0) : uniformParameter([size], 1 / Math.sqrt(fanIn), rng);
}

/** Entries of parameters that may still be made. */
let left = Number.POSITIVE_INFINITY;

/**
 * Builds networks that a file describes, with no more parameters than it can hold.
 * @throws {ConfigurationError} before more are made.
 */
export function withinParameters<T>(most: number, build: () => T): T {
  const before = left;
  left = most;
  try {
    return build();
  } finally {
    left = before;
  }
}

/** Entries of a parameter, counted before there is memory for them. */
function entriesOf(shape: readonly number[]): number {
  const entries = shape.reduce((product, size) => product * size, 1);
  left -= entries;
  if (left >= 0) return entries;
  throw new ConfigurationError(
    `a parameter of shape [${shape.join(', ')}]: expected no more parameters than the weights hold, found more`,
  );
}

/** A variable drawn from U(−bound, bound). */
function uniformParameter(shape: number[], bound: number, rng: Rng): tf.Variable {
  const values = rng.uniforms(entriesOf(shape));
  for (let i = 0; i < values.length; i++) values[i] = (2 * (values[i] as number) - 1) * bound;
  return variableFrom(values, shape);
}

/** A variable with every entry equal to `value`. */
export function constantParameter(shape: number[], value: number, trainable = true): tf.Variable {
  const values = new Float32Array(entriesOf(shape)).fill(value);
  return variableFrom(values, shape, trainable);
}

function variableFrom(values: Float32Array, shape: number[], trainable = true): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor(values, shape, 'float32'), trainable));
}
