import { checkOptions } from '@polyvae/errors';
import { laplace } from '../likelihoods/laplace.js';
import type { Likelihood } from '../likelihoods/likelihood.js';
import { decodedShape } from '../likelihoods/parameters.js';
import type { ModalityOptions } from '../modalities/modality.js';
import { centre, logCounts } from '../networks/activation.js';
import { gaussianEncoder } from '../networks/gaussian-encoder.js';
import { linear } from '../networks/linear.js';
import type { BuildContext, Decoder, Encoder } from '../networks/network.js';
import { type PyramidOptions, pyramidDown, pyramidUp } from '../networks/pyramid.js';
import { sequential } from '../networks/sequential.js';
import { checkCounts, checkShape } from './check-shape.js';
import type { ReadyModalityOptions } from './dense-modality.js';

/** Options of {@link convModality}. */
export interface ConvModalityOptions extends ReadyModalityOptions {
  /** `[height, width, channels]` of an image, of any size. */
  readonly shape: readonly [height: number, width: number, channels: number];
  /** Channels after the first convolution; they double twice. Default 32. */
  readonly width?: number;
  /** Units between the convolutions and the latents; default 256. */
  readonly features?: number;
  /** Whether the encoder maps images from [0, 1] to [−1, 1] first; default true. */
  readonly centred?: boolean;
  /** Default `laplace()`, as the paper's. */
  readonly likelihood?: Likelihood;
}

/**
 * A modality of images with values in [0, 1], or of counts with a likelihood of counts, with convolutional networks: convolutions halve the image until both axes are at most
 * 4, and transposed ones lead back.
 * @throws {ConfigurationError} if a size is not a positive integer.
 * @example
 * ```ts
 * const image = convModality({ shape: [64, 64, 3], width: 64 });
 * ```
 */
export function convModality(options: ConvModalityOptions): ModalityOptions {
  const where = 'convModality';
  checkOptions(where, options, ['shape', 'width', 'features', 'centred', 'likelihood', 'weight', 'privateBeta']);
  const { width = 32, features = 256, centred = true, likelihood = laplace(), weight, privateBeta } = options;
  const shape = checkShape(where, options.shape, ['height', 'width', 'channels']);
  checkCounts(`${where}: width, features`, [width, features]);
  const [rows, columns, channels] = shape as [number, number, number];
  const pyramid = ({ init = 'heUniform', rng }: BuildContext, ends: number): PyramidOptions => {
    return { size: [rows, columns], channels: ends, width, growth: 2, features, init, rng };
  };
  return {
    shape,
    likelihood,
    ...(weight !== undefined && { weight }),
    ...(privateBeta !== undefined && { privateBeta }),
    encoder: (context: BuildContext): Encoder =>
      gaussianEncoder({
        body: sequential({
          ...(likelihood.support === 'counts' ? { logCounts: logCounts() } : centred && { centre: centre() }),
          ...pyramidDown(pyramid(context, channels)),
        }),
        features,
        latent: context.latent,
        rng: context.rng,
      }),
    decoder: (context: BuildContext): Decoder => {
      const { latent, init = 'heUniform', rng } = context;
      const inputs = latent.shared + latent.private;
      return sequential({
        input: linear({ inputs, units: features, activation: 'relu', init, rng: rng.fork('input') }),
        ...pyramidUp(pyramid(context, decodedShape(likelihood, shape).at(-1)!)),
      });
    },
  };
}
