import { Laplace } from '@polyvae/distributions';
import type { Likelihood } from './likelihood.js';
import { locationScale, type ScaleOptions } from './location-scale.js';

/**
 * Laplace likelihood whose location is the decoder's output.
 * @param options.scale Positive, or where it comes from; default 0.75, the published experiments' (the paper does not state it).
 * @throws {ConfigurationError} unless the scale is positive and finite or known by name.
 * @example
 * ```ts
 * convModality({ shape: [32, 32, 3], likelihood: laplace({ scale: 0.75 }) });
 * ```
 */
export function laplace(options: ScaleOptions = {}): Likelihood {
  return locationScale('laplace', options, { fixed: 0.75, of: (loc, scale) => new Laplace(loc, scale) });
}
