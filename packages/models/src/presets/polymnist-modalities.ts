import { checkOptions } from '@polyvae/errors';
import { laplace } from '../likelihoods/laplace.js';
import type { ModalityOptions } from '../modalities/modality.js';
import { polymnistDecoder, polymnistEncoder } from '../networks/polymnist.js';

/** Options of {@link polymnistModalities}. */
export interface PolymnistModalitiesOptions {
  /** Scale of the Laplace likelihoods; default 0.75 as published. */
  readonly scale?: number;
  /** Whether encoders see images in [−1, 1] instead of [0, 1]; default false, as published. */
  readonly centred?: boolean;
}

/**
 * The modalities of PolyMNIST, `m0` … `m4`, each `[batch, 28, 28, 3]`: the published networks, Laplace likelihoods of
 * scale 0.75, equal weights. Latent sizes are the model's; published are `{ shared: 512, private: 0 }`.
 * @throws {ConfigurationError} for an unknown option.
 * @see Sutter, Daunhawer, Vogt 2021, "Generalized Multimodal ELBO"
 * @example
 * ```ts
 * const model = mmjsd({ modalities: polymnistModalities(), latent: { shared: 512 }, rng });
 * ```
 */
export function polymnistModalities(
  options: PolymnistModalitiesOptions = {},
): Record<'m0' | 'm1' | 'm2' | 'm3' | 'm4', ModalityOptions> {
  checkOptions('polymnistModalities', options, ['scale', 'centred']);
  const modality: ModalityOptions = {
    encoder: (context) => polymnistEncoder({ ...context, centred: options.centred }),
    decoder: polymnistDecoder,
    likelihood: laplace({ scale: options.scale ?? 0.75 }),
    weight: 1,
  };
  return { m0: modality, m1: modality, m2: modality, m3: modality, m4: modality };
}
