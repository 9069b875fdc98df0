import { centre, reshape } from './activation.js';
import { conv2d } from './conv2d.js';
import { conv2dTranspose } from './conv2d-transpose.js';
import { gaussianEncoder } from './gaussian-encoder.js';
import { linear } from './linear.js';
import type { BuildContext, Decoder, Encoder, ImageEncoderContext } from './network.js';
import { sequential } from './sequential.js';

const FEATURES = 128;

/**
 * Encoder of images `[batch, 32, 32, 3]`: four convolutions with ReLU, linear heads.
 * @see Sutter et al. 2020, Table 11
 * @example
 * ```ts
 * const encoder = svhnEncoder({ latent: { shared: 16, private: 4 }, rng });
 * ```
 */
export function svhnEncoder({ latent, rng, init, centred }: ImageEncoderContext): Encoder {
  const halve = { kernel: 4, stride: 2, padding: 1, activation: 'relu', init } as const;
  const body = sequential({
    ...(centred && { centre: centre() }),
    conv1: conv2d({ ...halve, inputs: 3, outputs: 32, rng: rng.fork('conv1') }),
    conv2: conv2d({ ...halve, inputs: 32, outputs: 64, rng: rng.fork('conv2') }),
    conv3: conv2d({ ...halve, inputs: 64, outputs: 64, rng: rng.fork('conv3') }),
    conv4: conv2d({ ...halve, padding: 0, inputs: 64, outputs: FEATURES, rng: rng.fork('conv4') }),
    flat: reshape([FEATURES]),
  });
  return gaussianEncoder({ body, features: FEATURES, latent, rng });
}

/**
 * Decoder to images `[batch, 32, 32, 3]`: linear with ReLU, four transposed convolutions, none after the last (Table 11
 * says ReLU after all; the published experiments ran without).
 * @see Sutter et al. 2020, Table 11
 * @example
 * ```ts
 * const decoder = svhnDecoder({ latent: { shared: 16, private: 4 }, rng });
 * ```
 */
export function svhnDecoder({ latent, rng, init }: BuildContext): Decoder {
  const layer = { kernel: 4, init } as const;
  const double = { ...layer, stride: 2, padding: 1 } as const;
  const inputs = latent.shared + latent.private;
  return sequential({
    input: linear({ inputs, units: FEATURES, activation: 'relu', init, rng: rng.fork('input') }),
    pixel: reshape([1, 1, FEATURES]),
    conv1: conv2dTranspose({ ...layer, inputs: FEATURES, outputs: 64, activation: 'relu', rng: rng.fork('conv1') }),
    conv2: conv2dTranspose({ ...double, inputs: 64, outputs: 64, activation: 'relu', rng: rng.fork('conv2') }),
    conv3: conv2dTranspose({ ...double, inputs: 64, outputs: 32, activation: 'relu', rng: rng.fork('conv3') }),
    conv4: conv2dTranspose({ ...double, inputs: 32, outputs: 3, rng: rng.fork('conv4') }),
  });
}
