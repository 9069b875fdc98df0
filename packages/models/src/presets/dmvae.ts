import { checkOptions } from '@polyvae/errors';
import { createMultimodalVae } from '../model/create-multimodal-vae.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { type DmvaeOptions, dmvaeObjective, dmvaeOptionNames } from '../objectives/dmvae.js';
import { type ModelOptions, modelOptionNames } from './presets.js';

/** Options of {@link dmvae}: those of the model and of its objective. */
export interface DmvaeModelOptions<K extends string> extends ModelOptions<K>, DmvaeOptions {}

/**
 * A model trained by {@link dmvaeObjective}; takes its options as well.
 * @example
 * ```ts
 * const model = dmvae({ modalities: digitModalities(), latent: { shared: 16, private: 4 }, rng });
 * ```
 */
export function dmvae<K extends string>(options: DmvaeModelOptions<K>): MultimodalVae<K> {
  checkOptions('dmvae', options, [...modelOptionNames, ...dmvaeOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: dmvaeObjective<K>(rest) });
}
