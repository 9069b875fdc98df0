import * as tf from '@tensorflow/tfjs-core';
import { checkPoint } from './shapes.js';
import { checkValues } from './value-checks.js';

/**
 * Counts as float32, for elementwise distributions over 0, 1, 2 …
 * @throws {ShapeError} if `x` does not broadcast with the batch shape.
 * @throws {ValueError} in debug, unless all are integers that are not negative.
 */
export function countsOf(argument: string, x: tf.Tensor, batchShape: readonly number[]): tf.Tensor {
  checkPoint(argument, x, batchShape, []);
  checkValues(argument, 'counts (integers from 0 on)', x, (value) => Number.isInteger(value) && value >= 0);
  return tf.cast(x, 'float32');
}
