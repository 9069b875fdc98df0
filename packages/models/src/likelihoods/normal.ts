import { Normal } from '@polyvae/distributions';
import type { Likelihood } from './likelihood.js';
import { locationScale, type ScaleOptions } from './location-scale.js';

/**
 * Normal likelihood whose mean is the decoder's output.
 * @param options.scale Standard deviation, or where it comes from; default 1.
 * @throws {ConfigurationError} unless the scale is positive and finite or known by name.
 * @example
 * ```ts
 * denseModality({ shape: 50, likelihood: normal({ scale: 'learned' }) });
 * ```
 */
export function normal(options: ScaleOptions = {}): Likelihood {
  return locationScale('normal', options, { fixed: 1, of: (loc, scale) => new Normal(loc, scale) });
}
