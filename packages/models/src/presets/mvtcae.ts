import { checkOptions } from '@polyvae/errors';
import { createMultimodalVae } from '../model/create-multimodal-vae.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { type MvtcaeOptions, mvtcaeObjective, mvtcaeOptionNames } from '../objectives/mvtcae.js';
import { type ModelOptions, modelOptionNames } from './presets.js';

/** Options of {@link mvtcae}: those of the model and of its objective. */
export interface MvtcaeModelOptions<K extends string> extends ModelOptions<K>, MvtcaeOptions {}

/**
 * A model trained by {@link mvtcaeObjective}; takes its options as well.
 * @example
 * ```ts
 * const model = mvtcae({ modalities: polymnistModalities(), latent: { shared: 512 }, beta: 2.5, rng });
 * ```
 */
export function mvtcae<K extends string>(options: MvtcaeModelOptions<K>): MultimodalVae<K> {
  checkOptions('mvtcae', options, [...modelOptionNames, ...mvtcaeOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: mvtcaeObjective<K>(rest) });
}
