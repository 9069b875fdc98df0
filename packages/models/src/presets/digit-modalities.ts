import { checkOptions } from '@polyvae/errors';
import { categorical } from '../likelihoods/categorical.js';
import { laplace } from '../likelihoods/laplace.js';
import type { ModalityOptions } from '../modalities/modality.js';
import { mnistDecoder, mnistEncoder } from '../networks/mnist.js';
import { svhnDecoder, svhnEncoder } from '../networks/svhn.js';
import { textDecoder, textEncoder } from '../networks/text.js';

/** Options of {@link digitModalities}. */
export interface DigitModalitiesOptions {
  /** Hidden layers of the MNIST networks; default 1. */
  readonly hiddenLayers?: number;
  /** Features of the text networks; default 128. */
  readonly textFeatures?: number;
  /** Characters of the alphabet; default 71. */
  readonly characters?: number;
  /** Whether image encoders see images in [−1, 1] instead of [0, 1]; default false, as published. */
  readonly centred?: boolean;
}

/** Elements of the largest modality, SVHN, over those of each one. */
const WEIGHTS = { mnist: 3072 / 784, svhn: 1, text: 3072 / 8 } as const;

/**
 * The modalities of MNIST-SVHN-Text: networks of Tables 10 to 12, Laplace likelihoods of scale 0.75 for images
 * (`mnist` `[batch, 28, 28, 1]`, `svhn` `[batch, 32, 32, 3]`), a categorical one for text (`[batch, 8, 71]`), likelihoods
 * weighted by data size, private β of 5 for text.
 * @throws {ConfigurationError} for an unknown option.
 * @see Sutter et al. 2020, Appendix C.2.2
 * @example
 * ```ts
 * const model = mmjsd({ modalities: digitModalities(), latent: { shared: 16, private: 4 }, beta: 5, rng });
 * ```
 */
export function digitModalities(
  options: DigitModalitiesOptions = {},
): Record<'mnist' | 'svhn' | 'text', ModalityOptions> {
  checkOptions('digitModalities', options, ['hiddenLayers', 'textFeatures', 'characters', 'centred']);
  const { hiddenLayers = 1, textFeatures: features = 128, characters = 71, centred } = options;
  return {
    mnist: {
      encoder: (context) => mnistEncoder({ ...context, hiddenLayers, centred }),
      decoder: (context) => mnistDecoder({ ...context, hiddenLayers }),
      likelihood: laplace({ scale: 0.75 }),
      weight: WEIGHTS.mnist,
    },
    svhn: {
      encoder: (context) => svhnEncoder({ ...context, centred }),
      decoder: svhnDecoder,
      likelihood: laplace({ scale: 0.75 }),
      weight: WEIGHTS.svhn,
    },
    text: {
      encoder: (context) => textEncoder({ ...context, features, characters }),
      decoder: (context) => textDecoder({ ...context, features, characters }),
      likelihood: categorical(),
      weight: WEIGHTS.text,
      privateBeta: 5,
    },
  };
}
