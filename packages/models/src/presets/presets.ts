import { checkOptions } from '@polyvae/errors';
import type { MultimodalVaeOptions } from '../model/create-multimodal-vae.js';
import { createMultimodalVae } from '../model/create-multimodal-vae.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { type MmjsdOptions, mmjsdObjective, mmjsdOptionNames } from '../objectives/mmjsd.js';
import { type MmvaeOptions, mmvaeObjective, mmvaeOptionNames } from '../objectives/mmvae.js';
import { type MvaeOptions, mvaeObjective, mvaeOptionNames } from '../objectives/mvae.js';

/** Options of the presets besides those of their objective. */
export type ModelOptions<K extends string> = Omit<MultimodalVaeOptions<K>, 'objective'>;

const modelOptionNames: readonly (keyof ModelOptions<string>)[] = ['modalities', 'latent', 'init', 'rng'];

/** A model trained by {@link mmjsdObjective}; takes its options as well. */
export function mmjsd<K extends string>(options: ModelOptions<K> & MmjsdOptions<NoInfer<K>>): MultimodalVae<K> {
  checkOptions('mmjsd', options, [...modelOptionNames, ...mmjsdOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: mmjsdObjective<K>(rest) });
}

/** A model trained by {@link mmvaeObjective}; takes its options as well. */
export function mmvae<K extends string>(options: ModelOptions<K> & MmvaeOptions<NoInfer<K>>): MultimodalVae<K> {
  checkOptions('mmvae', options, [...modelOptionNames, ...mmvaeOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: mmvaeObjective<K>(rest) });
}

/** A model trained by {@link mvaeObjective}; takes its options as well. */
export function mvae<K extends string>(options: ModelOptions<K> & MvaeOptions): MultimodalVae<K> {
  checkOptions('mvae', options, [...modelOptionNames, ...mvaeOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: mvaeObjective<K>(rest) });
}
