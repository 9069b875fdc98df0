import { checkOptions } from '@polyvae/errors';
import { createMultimodalVae } from '../model/create-multimodal-vae.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { type MmvaePlusOptions, mmvaePlusObjective, mmvaePlusOptionNames } from '../objectives/mmvae-plus.js';
import { type ModelOptions, modelOptionNames } from './presets.js';

/** Options of {@link mmvaePlus}: those of the model and of its objective. */
export interface MmvaePlusModelOptions<K extends string> extends ModelOptions<K>, MmvaePlusOptions {}

/**
 * A model trained by {@link mmvaePlusObjective}; takes its options as well.
 * @example
 * ```ts
 * const model = mmvaePlus({
 *   modalities: polymnistModalities(),
 *   latent: { shared: 32, private: 32 },
 *   beta: 2.5,
 *   samples: 1,
 *   rng,
 * });
 * ```
 */
export function mmvaePlus<K extends string>(options: MmvaePlusModelOptions<K>): MultimodalVae<K> {
  checkOptions('mmvaePlus', options, [...modelOptionNames, ...mmvaePlusOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: mmvaePlusObjective<K>(rest) });
}
