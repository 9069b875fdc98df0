import { type Distribution, Independent, scope } from '@polyvae/distributions';
import { checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood.js';
import { splitParameters } from './parameters.js';
import { type PositiveParameter, sourceOf } from './positive-parameter.js';

/** Options of a location-scale likelihood. */
export interface ScaleOptions {
  /** Positive, or where it comes from. */
  readonly scale?: PositiveParameter;
}

/** The least logarithm of a scale that is not fixed: one that falls to 0 would make the likelihood of constant pixels infinite. */
const LEAST = -6;

/**
 * A likelihood whose first parameter is its location, and whose second, where the scale is not fixed, the scale's logarithm.
 * @throws {ConfigurationError} unless the scale is positive and finite or known by name.
 */
export function locationScale(
  kind: string,
  options: ScaleOptions,
  { fixed, of }: { readonly fixed: number; readonly of: (loc: tf.Tensor, scale: number | tf.Tensor) => Distribution },
): Likelihood {
  checkOptions(kind, options, ['scale']);
  const { scale = fixed } = options;
  const from = sourceOf(`${kind}: scale`, scale);
  if (typeof scale === 'number') {
    return {
      kind,
      settings: { scale },
      distribution: (output, batchDims = 1) => scope(() => new Independent(of(output, scale), output.rank - batchDims)),
      generate: (output) => tf.clone(output),
    };
  }
  return {
    kind,
    settings: { scale },
    parameters: [
      { name: 'loc', from: 'decoder' },
      { name: 'logScale', from: from! },
    ],
    distribution: (output, batchDims = 1) =>
      scope(() => {
        const [loc, logScale] = splitParameters(output, 2) as [tf.Tensor, tf.Tensor];
        return new Independent(of(loc, tf.exp(tf.maximum(logScale, LEAST))), output.rank - batchDims);
      }),
    generate: (output) => tf.tidy(() => tf.clone(splitParameters(output, 2)[0]!)),
  };
}
