import { reshape } from './activation.js';
import { type CelebaNetworkSettings, openingBlocks, withDefaults } from './celeba-blocks.js';
import { celebaTextFeatures, TEXT_LENGTH } from './celeba-features.js';
import { conv1dTranspose } from './conv1d.js';
import { gaussianEncoder } from './gaussian-encoder.js';
import { linear } from './linear.js';
import type { BuildContext, Decoder, Encoder } from './network.js';
import { residualBlock1dTranspose } from './residual-block.js';
import { sequential } from './sequential.js';

/** Options of the CelebA text networks. */
export interface CelebaTextNetworkOptions extends BuildContext, CelebaNetworkSettings {
  /** Characters of the alphabet; default 71. */
  readonly characters?: number;
}

/**
 * Encoder of one-hot texts `[batch, 256, characters]`: a convolution of kernel 4, as in the published code (Table 19 has
 * 3), six residual blocks, linear heads.
 * @throws {ConfigurationError} if the width is not a positive integer or the dropout rate not in [0, 1).
 * @see Sutter et al. 2020, Table 19
 * @example
 * ```ts
 * const encoder = celebaTextEncoder({ latent: { shared: 32, private: 32 }, characters: 71, rng });
 * ```
 */
export function celebaTextEncoder({ latent, characters = 71, ...options }: CelebaTextNetworkOptions): Encoder {
  const multiples = [1, 2, 3, 4, 5, 5, 5];
  const { layers, size: features } = celebaTextFeatures({ ...options, characters, kernel: 4, multiples });
  return gaussianEncoder({ body: sequential(layers), features, latent, rng: options.rng });
}

/**
 * Decoder to logits over characters `[batch, 256, characters]`: linear without activation to `5 · width` features (Table 19
 * has 896, which its next layer does not take), six transposed residual blocks, a transposed convolution of kernel 4
 * (Table 19 has 3) without activation, all as in the published code.
 * @throws {ConfigurationError} if the width is not a positive integer or the dropout rate not in [0, 1).
 * @see Sutter et al. 2020, Table 19
 * @example
 * ```ts
 * const decoder = celebaTextDecoder({ latent: { shared: 32, private: 32 }, characters: 71, rng });
 * ```
 */
export function celebaTextDecoder({
  latent,
  rng,
  init,
  characters = 71,
  ...options
}: CelebaTextNetworkOptions): Decoder {
  const { width, dropout } = withDefaults(options);
  const features = [5, 5, 5, 4, 3, 2, 1].map((multiple) => multiple * width);
  const double = { kernel: 4, stride: 2, padding: 1 } as const;
  return sequential({
    input: linear({ inputs: latent.shared + latent.private, units: 5 * width, init, rng: rng.fork('input') }),
    place: reshape([1, 1, 5 * width]),
    ...openingBlocks(residualBlock1dTranspose, { features, dropout, init, rng }),
    output: conv1dTranspose({ ...double, inputs: width, outputs: characters, init, rng: rng.fork('output') }),
    text: reshape([TEXT_LENGTH, characters]),
  });
}
