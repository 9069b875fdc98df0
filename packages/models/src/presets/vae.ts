import { checkOptions } from '@polyvae/errors';
import { createMultimodalVae } from '../model/create-multimodal-vae.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { type VaeOptions, vaeObjective, vaeOptionNames } from '../objectives/vae.js';
import { type ModelOptions, modelOptionNames } from './presets.js';

/** Options of {@link vae}: those of the model and of its objective. */
export interface VaeModelOptions<K extends string> extends ModelOptions<K>, VaeOptions {}

/**
 * A model of one modality trained by {@link vaeObjective}, with `beta` a β-VAE; takes its options as well.
 * @example
 * ```ts
 * const modality = convModality({ shape: [28, 28, 1] });
 * const model = vae({ modalities: { image: modality }, latent: { shared: 16 }, beta: 4, rng });
 * ```
 */
export function vae<K extends string>(options: VaeModelOptions<K>): MultimodalVae<K> {
  checkOptions('vae', options, [...modelOptionNames, ...vaeOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: vaeObjective<K>(rest) });
}
