import { checkOptions } from '@polyvae/errors';
import { createMultimodalVae } from '../model/create-multimodal-vae.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { type MopoeOptions, mopoeObjective, mopoeOptionNames } from '../objectives/mopoe.js';
import { type ModelOptions, modelOptionNames } from './presets.js';

/** Options of {@link mopoe}: those of the model and of its objective. */
export interface MopoeModelOptions<K extends string> extends ModelOptions<K>, MopoeOptions<NoInfer<K>> {}

/**
 * A model trained by {@link mopoeObjective}; takes its options as well.
 * @example
 * ```ts
 * const model = mopoe({ modalities: polymnistModalities(), latent: { shared: 512 }, beta: 2.5, rng });
 * ```
 */
export function mopoe<K extends string>(options: MopoeModelOptions<K>): MultimodalVae<K> {
  checkOptions('mopoe', options, [...modelOptionNames, ...mopoeOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: mopoeObjective<K>(rest) });
}
