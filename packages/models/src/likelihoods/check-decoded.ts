import { ShapeError } from '@polyvae/errors';
import type * as tf from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood.js';
import { parametersOf, parametersShape } from './parameters.js';

/**
 * Checks that a decoder gave the parameters that a likelihood needs.
 * @param shape The data's, with the batch.
 * @throws {ShapeError} naming the modality and the parameters.
 */
export function checkDecoded(key: string, likelihood: Likelihood, output: tf.Tensor, shape: readonly number[]): void {
  const expected = parametersShape(likelihood, shape);
  if (output.shape.join() === expected.join()) return;
  const names = parametersOf(likelihood).map(({ name }) => name);
  const what = names.length === 1 ? "the data's" : `the data's with ${names.join(' and ')} on the last axis`;
  throw new ShapeError(`decoder of '${key}'`, `[${expected.join(', ')}], ${what}`, output.shape);
}
