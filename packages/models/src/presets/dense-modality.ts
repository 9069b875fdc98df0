import { checkOptions } from '@polyvae/errors';
import type { Likelihood } from '../likelihoods/likelihood.js';
import { normal } from '../likelihoods/normal.js';
import { decodedShape } from '../likelihoods/parameters.js';
import type { ModalityFactors, ModalityOptions } from '../modalities/modality.js';
import { logCounts, reshape } from '../networks/activation.js';
import { gaussianEncoder } from '../networks/gaussian-encoder.js';
import { mlp } from '../networks/mlp.js';
import type { BuildContext, Decoder, Encoder } from '../networks/network.js';
import { sequential } from '../networks/sequential.js';
import { checkCounts, checkShape } from './check-shape.js';

/** Options of modalities with ready-made networks, besides those of the networks. */
export interface ReadyModalityOptions extends ModalityFactors {
  /** How data are scored. */
  readonly likelihood?: Likelihood;
}

/** Options of {@link denseModality}. */
export interface DenseModalityOptions extends ReadyModalityOptions {
  /** Shape of a datum, or its length. */
  readonly shape: number | readonly number[];
  /** Units of the encoder's hidden layers; the decoder has them in reverse. Default two of 256. */
  readonly hidden?: readonly number[];
  /** Rate of dropout after each hidden layer while training; default 0. */
  readonly dropout?: number;
  /** Default `normal({ scale: 'learned' })`. */
  readonly likelihood?: Likelihood;
}

/**
 * A modality of vectors, or of data of any shape that are taken as such, with fully connected networks. Data should have values of
 * the order of 1: standardise them; counts, for likelihoods of counts, are read by their logarithm.
 * @throws {ConfigurationError} if a size is not a positive integer, or the dropout rate not in [0, 1).
 * @example
 * ```ts
 * const genes = denseModality({ shape: 2000, hidden: [256], likelihood: negativeBinomial() });
 * ```
 */
export function denseModality(options: DenseModalityOptions): ModalityOptions {
  const where = 'denseModality';
  checkOptions(where, options, ['shape', 'hidden', 'dropout', 'likelihood', 'weight', 'privateBeta']);
  const { hidden = [256, 256], dropout = 0, likelihood = normal({ scale: 'learned' }), weight, privateBeta } = options;
  const shape = checkShape(where, typeof options.shape === 'number' ? [options.shape] : options.shape);
  checkCounts(`${where}: hidden`, hidden);
  const size = shape.reduce((product, axis) => product * axis, 1);
  const decoded = decodedShape(likelihood, shape);
  const features = hidden.at(-1) ?? size;
  return {
    shape,
    likelihood,
    ...(weight !== undefined && { weight }),
    ...(privateBeta !== undefined && { privateBeta }),
    encoder: ({ latent, init, rng }: BuildContext): Encoder =>
      gaussianEncoder({
        body: sequential({
          ...(likelihood.support === 'counts' && { logCounts: logCounts() }),
          flat: reshape([size]),
          layers: mlp({ inputs: size, hidden, dropout, init, rng: rng.fork('layers') }),
        }),
        features,
        latent,
        rng,
      }),
    decoder: ({ latent, init, rng }: BuildContext): Decoder =>
      sequential({
        layers: mlp({
          inputs: latent.shared + latent.private,
          hidden: hidden.toReversed(),
          outputs: decoded.reduce((product, axis) => product * axis, 1),
          dropout,
          init,
          rng: rng.fork('layers'),
        }),
        data: reshape(decoded),
      }),
  };
}
