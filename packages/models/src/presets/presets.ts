import { checkOptions } from '@polyvae/errors';
import { createMultimodalVae, type ModelOptions } from '../model/create-multimodal-vae.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { type MmjsdOptions, mmjsdObjective, mmjsdOptionNames } from '../objectives/mmjsd.js';
import { type MmvaeOptions, mmvaeObjective, mmvaeOptionNames } from '../objectives/mmvae.js';
import { type MvaeOptions, mvaeObjective, mvaeOptionNames } from '../objectives/mvae.js';

export type { ModelOptions } from '../model/create-multimodal-vae.js';

/** Options of {@link mmjsd}: those of the model and of its objective. */
export interface MmjsdModelOptions<K extends string> extends ModelOptions<K>, MmjsdOptions<NoInfer<K>> {}

/** Options of {@link mmvae}: those of the model and of its objective. */
export interface MmvaeModelOptions<K extends string> extends ModelOptions<K>, MmvaeOptions<NoInfer<K>> {}

/** Options of {@link mvae}: those of the model and of its objective. */
export interface MvaeModelOptions<K extends string> extends ModelOptions<K>, MvaeOptions {}

/** Names of the options of presets besides those of their objective. */
export const modelOptionNames: readonly (keyof ModelOptions<string>)[] = ['modalities', 'latent', 'init', 'rng'];

/**
 * A model trained by {@link mmjsdObjective}; takes its options as well.
 * @example
 * ```ts
 * const model = mmjsd({
 *   modalities: { image: convModality({ shape: [28, 28, 1] }), word: textModality({ length: 8, vocabulary: 26 }) },
 *   latent: { shared: 16, private: 4 },
 *   beta: 2.5,
 *   rng,
 * });
 * ```
 */
export function mmjsd<K extends string>(options: MmjsdModelOptions<K>): MultimodalVae<K> {
  checkOptions('mmjsd', options, [...modelOptionNames, ...mmjsdOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: mmjsdObjective<K>(rest) });
}

/**
 * A model trained by {@link mmvaeObjective}; takes its options as well.
 * @example
 * ```ts
 * const model = mmvae({ modalities: digitModalities(), latent: { shared: 20 }, objective: 'dreg', samples: 10, rng });
 * ```
 */
export function mmvae<K extends string>(options: MmvaeModelOptions<K>): MultimodalVae<K> {
  checkOptions('mmvae', options, [...modelOptionNames, ...mmvaeOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: mmvaeObjective<K>(rest) });
}

/**
 * A model trained by {@link mvaeObjective}; takes its options as well.
 * @example
 * ```ts
 * const model = mvae({ modalities: digitModalities(), latent: { shared: 20 }, beta: 2.5, rng });
 * ```
 */
export function mvae<K extends string>(options: MvaeModelOptions<K>): MultimodalVae<K> {
  checkOptions('mvae', options, [...modelOptionNames, ...mvaeOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: mvaeObjective<K>(rest) });
}
