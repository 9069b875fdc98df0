import { reshape } from './activation.js';
import { conv1d, conv1dTranspose } from './conv1d.js';
import { gaussianEncoder } from './gaussian-encoder.js';
import { linear } from './linear.js';
import type { BuildContext, Decoder, Encoder } from './network.js';
import { sequential } from './sequential.js';

/** Options of the text networks. */
export interface TextNetworkOptions extends BuildContext {
  /** Characters of the alphabet; default 71. */
  readonly characters?: number;
  /** Features of every layer; default 128. */
  readonly features?: number;
}

/** Places of a string: the layers' strides reduce 8 to 1. */
const LENGTH = 8;

/**
 * Encoder of one-hot strings `[batch, 8, characters]`: three convolutions with ReLU, linear heads.
 * @see Sutter et al. 2020, Table 12
 * @example
 * ```ts
 * const encoder = textEncoder({ latent: { shared: 16, private: 4 }, characters: 71, rng });
 * ```
 */
export function textEncoder({ latent, rng, init, characters = 71, features = 128 }: TextNetworkOptions): Encoder {
  const wide = { inputs: features, outputs: features, kernel: 4, stride: 2, activation: 'relu', init } as const;
  const body = sequential({
    sequence: reshape([1, LENGTH, characters]),
    conv1: conv1d({
      inputs: characters,
      outputs: features,
      kernel: 1,
      activation: 'relu',
      init,
      rng: rng.fork('conv1'),
    }),
    conv2: conv1d({ ...wide, padding: 1, rng: rng.fork('conv2') }),
    conv3: conv1d({ ...wide, rng: rng.fork('conv3') }),
    flat: reshape([features]),
  });
  return gaussianEncoder({ body, features, latent, rng });
}

/**
 * Decoder to logits over characters `[batch, 8, characters]`: linear without activation, two transposed convolutions
 * with ReLU, a last one of kernel 1 without (Table 12 says ReLU after all; the published experiments ran like this).
 * @see Sutter et al. 2020, Table 12
 * @example
 * ```ts
 * const decoder = textDecoder({ latent: { shared: 16, private: 4 }, characters: 71, rng });
 * ```
 */
export function textDecoder({ latent, rng, init, characters = 71, features = 128 }: TextNetworkOptions): Decoder {
  const wide = { inputs: features, outputs: features, kernel: 4, activation: 'relu', init } as const;
  return sequential({
    input: linear({ inputs: latent.shared + latent.private, units: features, init, rng: rng.fork('input') }),
    place: reshape([1, 1, features]),
    conv1: conv1dTranspose({ ...wide, rng: rng.fork('conv1') }),
    conv2: conv1dTranspose({ ...wide, stride: 2, padding: 1, rng: rng.fork('conv2') }),
    conv3: conv1d({ inputs: features, outputs: characters, kernel: 1, init, rng: rng.fork('conv3') }),
    string: reshape([LENGTH, characters]),
  });
}
