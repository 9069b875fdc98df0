import { checkOptions } from '@polyvae/errors';
import { categorical } from '../likelihoods/categorical.js';
import { laplace } from '../likelihoods/laplace.js';
import type { ModalityOptions } from '../modalities/modality.js';
import type { CelebaNetworkSettings } from '../networks/celeba-blocks.js';
import { celebaImageDecoder, celebaImageEncoder } from '../networks/celeba-image.js';
import { celebaTextDecoder, celebaTextEncoder } from '../networks/celeba-text.js';

/** Options of {@link celebaModalities}. */
export interface CelebaModalitiesOptions extends CelebaNetworkSettings {
  /** Characters of the alphabet; default 71. */
  readonly characters?: number;
  /**
   * Whether an image's size, by which the text is weighted, counts its three channels. Default false, as in the published
   * code: the text's weight is 64² / 256 = 16, else 48.
   */
  readonly countChannels?: boolean;
}

/** Pixels of an image over places of a text. */
const TEXT_WEIGHT = 64 ** 2 / 256;
const CHANNELS = 3;

/**
 * The modalities of CelebA: networks of Tables 18 and 19, a Laplace likelihood of scale 0.75 for images (`image`
 * `[batch, 64, 64, 3]`), a categorical one for their attributes as text (`text` `[batch, 256, 71]`), likelihoods weighted by
 * data size, private β of 1 for both. The paper's latents are `{ shared: 32, private: 32 }`.
 * @throws {ConfigurationError} for an unknown option.
 * @see Sutter et al. 2020, Appendix C.3.2
 * @example
 * ```ts
 * const model = mmjsd({ modalities: celebaModalities(), latent: { shared: 32, private: 32 }, rng });
 * ```
 */
export function celebaModalities(options: CelebaModalitiesOptions = {}): Record<'image' | 'text', ModalityOptions> {
  const known = ['width', 'dropout', 'characters', 'countChannels'] as const;
  checkOptions('celebaModalities', options, known);
  const { width, dropout, characters = 71, countChannels = false } = options;
  const settings = { width, dropout };
  return {
    image: {
      encoder: (context) => celebaImageEncoder({ ...context, ...settings }),
      decoder: (context) => celebaImageDecoder({ ...context, ...settings }),
      likelihood: laplace({ scale: 0.75 }),
      weight: 1,
    },
    text: {
      encoder: (context) => celebaTextEncoder({ ...context, ...settings, characters }),
      decoder: (context) => celebaTextDecoder({ ...context, ...settings, characters }),
      likelihood: categorical(),
      weight: countChannels ? CHANNELS * TEXT_WEIGHT : TEXT_WEIGHT,
      privateBeta: 1,
    },
  };
}
