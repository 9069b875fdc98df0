import { reshape } from './activation.js';
import { type CelebaNetworkSettings, openingBlocks, withDefaults } from './celeba-blocks.js';
import { celebaImageFeatures } from './celeba-features.js';
import { conv2dTranspose } from './conv2d-transpose.js';
import { gaussianEncoder } from './gaussian-encoder.js';
import { linear } from './linear.js';
import type { BuildContext, Decoder, Encoder } from './network.js';
import { residualBlock2dTranspose } from './residual-block.js';
import { sequential } from './sequential.js';

/** Options of the CelebA image networks. */
export interface CelebaImageNetworkOptions extends BuildContext, CelebaNetworkSettings {}

/**
 * Encoder of images `[batch, 64, 64, 3]`: a convolution without bias, four residual blocks, linear heads. The last block
 * has no padding, as in the published code (Table 18 has 1).
 * @throws {ConfigurationError} if the width is not a positive integer or the dropout rate not in [0, 1).
 * @see Sutter et al. 2020, Table 18
 * @example
 * ```ts
 * const encoder = celebaImageEncoder({ latent: { shared: 32, private: 32 }, rng });
 * ```
 */
export function celebaImageEncoder({ latent, ...options }: CelebaImageNetworkOptions): Encoder {
  const { layers, size: features } = celebaImageFeatures(options);
  return gaussianEncoder({ body: sequential(layers), features, latent, rng: options.rng });
}

/**
 * Decoder to images `[batch, 64, 64, 3]`: linear without activation, four transposed residual blocks, of which the last
 * three have stride 2 as in the published code (Table 18 has 1, which does not lead to 64), a transposed convolution
 * without activation.
 * @throws {ConfigurationError} if the width is not a positive integer or the dropout rate not in [0, 1).
 * @see Sutter et al. 2020, Table 18
 * @example
 * ```ts
 * const decoder = celebaImageDecoder({ latent: { shared: 32, private: 32 }, rng });
 * ```
 */
export function celebaImageDecoder({ latent, rng, init, ...options }: CelebaImageNetworkOptions): Decoder {
  const { width, dropout } = withDefaults(options);
  const features = [5, 4, 3, 2, 1].map((multiple) => multiple * width);
  const double = { kernel: 3, stride: 2, padding: 1, outputPadding: 1 } as const;
  return sequential({
    input: linear({ inputs: latent.shared + latent.private, units: 5 * width, init, rng: rng.fork('input') }),
    pixel: reshape([1, 1, 5 * width]),
    ...openingBlocks(residualBlock2dTranspose, { features, dropout, init, rng }),
    output: conv2dTranspose({ ...double, inputs: width, outputs: 3, init, rng: rng.fork('output') }),
  });
}
