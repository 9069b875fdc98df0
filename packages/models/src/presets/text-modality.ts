import { checkOptions } from '@polyvae/errors';
import { categorical } from '../likelihoods/categorical.js';
import type { ModalityFactors, ModalityOptions } from '../modalities/modality.js';
import { relu, reshape } from '../networks/activation.js';
import { conv1d } from '../networks/conv1d.js';
import { gaussianEncoder } from '../networks/gaussian-encoder.js';
import { linear } from '../networks/linear.js';
import type { BuildContext, Decoder, Encoder } from '../networks/network.js';
import { type PyramidOptions, pyramidDown, pyramidUp } from '../networks/pyramid.js';
import { sequential } from '../networks/sequential.js';
import { checkCounts } from './check-shape.js';

/** Options of {@link textModality}. */
export interface TextModalityOptions extends ModalityFactors {
  /** Places of a text. */
  readonly length: number;
  /** The symbols, or how many there are. */
  readonly vocabulary: number | string | readonly string[];
  /** Features of every layer; default 128. */
  readonly features?: number;
}

/**
 * A modality of texts as one-hot rows `[length, vocabulary]`, with convolutions along the text and a categorical likelihood for each
 * place. Places after a text's end may be rows of zeros, which count nothing.
 * @throws {ConfigurationError} if a size is not a positive integer.
 * @example
 * ```ts
 * const word = textModality({ length: 8, vocabulary: 'abcdefghijklmnopqrstuvwxyz' });
 * ```
 */
export function textModality(options: TextModalityOptions): ModalityOptions {
  const where = 'textModality';
  checkOptions(where, options, ['length', 'vocabulary', 'features', 'weight', 'privateBeta']);
  const { length, vocabulary, features = 128, weight, privateBeta } = options;
  const symbols = typeof vocabulary === 'number' ? vocabulary : [...vocabulary].length;
  checkCounts(`${where}: length, vocabulary, features`, [length, symbols, features]);
  const pyramid = ({ init = 'heUniform', rng }: BuildContext): PyramidOptions => {
    return {
      size: [1, length],
      channels: features,
      width: features,
      growth: 1,
      features,
      init,
      rng: rng.fork('pyramid'),
    };
  };
  return {
    shape: [length, symbols],
    likelihood: categorical(),
    ...(weight !== undefined && { weight }),
    ...(privateBeta !== undefined && { privateBeta }),
    encoder: (context: BuildContext): Encoder => {
      const { latent, init = 'heUniform', rng } = context;
      const symbol = { inputs: symbols, outputs: features, kernel: 1, activation: 'relu', init } as const;
      return gaussianEncoder({
        body: sequential({
          sequence: reshape([1, length, symbols]),
          symbol: conv1d({ ...symbol, rng: rng.fork('symbol') }),
          ...pyramidDown(pyramid(context)),
        }),
        features,
        latent,
        rng,
      });
    },
    decoder: (context: BuildContext): Decoder => {
      const { latent, init = 'heUniform', rng } = context;
      const inputs = latent.shared + latent.private;
      return sequential({
        input: linear({ inputs, units: features, activation: 'relu', init, rng: rng.fork('input') }),
        ...pyramidUp(pyramid(context)),
        last: relu(),
        symbol: conv1d({ inputs: features, outputs: symbols, kernel: 1, init, rng: rng.fork('symbol') }),
        text: reshape([length, symbols]),
      });
    },
  };
}
