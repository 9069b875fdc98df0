import { checkOptions } from '@polyvae/errors';
import { createMultimodalVae } from '../model/create-multimodal-vae.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { type CrmvaeOptions, crmvaeObjective, crmvaeOptionNames } from '../objectives/crmvae.js';
import { type ModelOptions, modelOptionNames } from './presets.js';

/** Options of {@link crmvae}: those of the model and of its objective. */
export interface CrmvaeModelOptions<K extends string> extends ModelOptions<K>, CrmvaeOptions {}

/**
 * A model trained by {@link crmvaeObjective}; takes its options as well.
 * @example
 * ```ts
 * const model = crmvae({ modalities: polymnistModalities(), latent: { shared: 512 }, beta: 2.5, rng });
 * ```
 */
export function crmvae<K extends string>(options: CrmvaeModelOptions<K>): MultimodalVae<K> {
  checkOptions('crmvae', options, [...modelOptionNames, ...crmvaeOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: crmvaeObjective<K>(rest) });
}
