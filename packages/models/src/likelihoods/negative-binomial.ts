import { Independent, NegativeBinomial, scope, ZeroInflatedNegativeBinomial } from '@polyvae/distributions';
import { checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { Likelihood, LikelihoodParameter } from './likelihood.js';
import { splitParameters } from './parameters.js';
import { type PositiveParameter, sourceOf } from './positive-parameter.js';

/** Options of {@link negativeBinomial}. */
export interface NegativeBinomialOptions {
  /** θ of the variance μ + μ² / θ, or where it comes from; default `perElement`. */
  readonly inverseDispersion?: PositiveParameter;
  /** Whether a count may also be 0 for want of a measurement, with a probability that the decoder gives; default false. */
  readonly zeroInflated?: boolean;
}

/** Bounds of learned logarithms, within which float32 holds means and densities. */
const LOG_MEAN = [-15, 15] as const;
const LOG_INVERSE_DISPERSION = [-6, 12] as const;

/**
 * Likelihood of counts that vary more than Poisson's, such as reads of genes: a negative binomial whose log mean the decoder
 * gives. Generation shows means.
 * @throws {ConfigurationError} unless the inverse dispersion is positive and finite or known by name.
 * @example
 * ```ts
 * denseModality({ shape: 2000, likelihood: negativeBinomial({ zeroInflated: true }) });
 * ```
 */
export function negativeBinomial(options: NegativeBinomialOptions = {}): Likelihood {
  checkOptions('negativeBinomial', options, ['inverseDispersion', 'zeroInflated']);
  const { inverseDispersion = 'perElement', zeroInflated = false } = options;
  const from = sourceOf('negativeBinomial: inverseDispersion', inverseDispersion);
  const parameters: LikelihoodParameter[] = [
    { name: 'logMean', from: 'decoder' },
    ...(zeroInflated ? [{ name: 'gateLogits', from: 'decoder' } as const] : []),
    ...(from ? [{ name: 'logInverseDispersion', from }] : []),
  ];
  const of = (output: tf.Tensor): NegativeBinomial | ZeroInflatedNegativeBinomial => {
    const [logMean, ...others] = splitParameters(output, parameters.length);
    const mean = tf.exp(tf.clipByValue(logMean!, ...LOG_MEAN));
    const theta = from
      ? tf.exp(tf.clipByValue(others.at(-1)!, ...LOG_INVERSE_DISPERSION))
      : (inverseDispersion as number);
    return zeroInflated ? new ZeroInflatedNegativeBinomial(mean, theta, others[0]!) : new NegativeBinomial(mean, theta);
  };
  return {
    kind: 'negative-binomial',
    settings: { inverseDispersion, zeroInflated },
    parameters,
    support: 'counts',
    distribution: (output, batchDims = 1) => scope(() => new Independent(of(output), output.rank - batchDims)),
    generate: (output) => tf.tidy(() => of(output).mean()),
  };
}
