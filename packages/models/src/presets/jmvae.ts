import { checkOptions } from '@polyvae/errors';
import { createMultimodalVae } from '../model/create-multimodal-vae.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { type JmvaeOptions, jmvaeObjective, jmvaeOptionNames } from '../objectives/jmvae.js';
import { type ModelOptions, modelOptionNames } from './presets.js';

/** Options of {@link jmvae}: those of the model and of its objective. */
export interface JmvaeModelOptions<K extends string> extends ModelOptions<K>, JmvaeOptions<NoInfer<K>> {}

/**
 * A model trained by {@link jmvaeObjective}; takes its options as well.
 * @example
 * ```ts
 * const model = jmvae({
 *   modalities: digitModalities(),
 *   latent: { shared: 16 },
 *   alpha: 0.1,
 *   beta: warmUpBeta({ to: 1, epochs: 20 }),
 *   rng,
 * });
 * ```
 */
export function jmvae<K extends string>(options: JmvaeModelOptions<K>): MultimodalVae<K> {
  checkOptions('jmvae', options, [...modelOptionNames, ...jmvaeOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: jmvaeObjective<K>(rest) });
}
