import { Independent, Laplace, scope } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs';
import { checkOptions } from '../check-options.js';
import { ConfigurationError } from '../errors.js';
import type { Likelihood, ScaleOptions } from './likelihood.js';

/**
 * Laplace likelihood whose location is the decoder's output.
 * @param options.scale Default 0.75, the published experiments' (the paper does not state it).
 */
export function laplace(options: ScaleOptions = {}): Likelihood {
  checkOptions('laplace', options, ['scale']);
  const scale = checkScale('laplace', options.scale ?? 0.75);
  return {
    kind: 'laplace',
    settings: { scale },
    distribution: (output, batchDims = 1) =>
      scope(() => new Independent(new Laplace(output, scale), output.rank - batchDims)),
    generate: (output) => tf.clone(output),
  };
}

/** @throws {ConfigurationError} unless the scale is positive and finite. */
export function checkScale(likelihood: string, scale: number): number {
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) {
    throw new ConfigurationError(`${likelihood}: scale must be positive and finite, found ${scale}.`);
  }
  return scale;
}
