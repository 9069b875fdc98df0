import { checkOptions } from '@polyvae/errors';
import { createMultimodalVae } from '../model/create-multimodal-vae.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { type IwaeOptions, iwaeObjective, iwaeOptionNames } from '../objectives/iwae.js';
import { type ModelOptions, modelOptionNames } from './presets.js';

/** Options of {@link iwae}: those of the model and of its objective. */
export interface IwaeModelOptions<K extends string> extends ModelOptions<K>, IwaeOptions {}

/**
 * A model of one modality trained by {@link iwaeObjective}; takes its options as well.
 * @example
 * ```ts
 * const modality = convModality({ shape: [28, 28, 1] });
 * const model = iwae({ modalities: { image: modality }, latent: { shared: 16 }, samples: 50, rng });
 * ```
 */
export function iwae<K extends string>(options: IwaeModelOptions<K>): MultimodalVae<K> {
  checkOptions('iwae', options, [...modelOptionNames, ...iwaeOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: iwaeObjective<K>(rest) });
}
