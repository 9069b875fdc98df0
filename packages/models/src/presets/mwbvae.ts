import { checkOptions } from '@polyvae/errors';
import { createMultimodalVae } from '../model/create-multimodal-vae.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { type MwbvaeOptions, mwbvaeObjective, mwbvaeOptionNames } from '../objectives/mwbvae.js';
import { type ModelOptions, modelOptionNames } from './presets.js';

/** Options of {@link mwbvae}: those of the model and of its objective. */
export interface MwbvaeModelOptions<K extends string> extends ModelOptions<K>, MwbvaeOptions<NoInfer<K>> {}

/**
 * A model trained by {@link mwbvaeObjective}; takes its options as well.
 * @example
 * ```ts
 * const model = mwbvae({ modalities: polymnistModalities(), latent: { shared: 512 }, beta: 2.5, rng });
 * ```
 */
export function mwbvae<K extends string>(options: MwbvaeModelOptions<K>): MultimodalVae<K> {
  checkOptions('mwbvae', options, [...modelOptionNames, ...mwbvaeOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: mwbvaeObjective<K>(rest) });
}
