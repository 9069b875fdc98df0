import { checkOptions } from '@polyvae/errors';
import { createMultimodalVae } from '../model/create-multimodal-vae.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { type TelboOptions, telboObjective, telboOptionNames } from '../objectives/telbo.js';
import { type ModelOptions, modelOptionNames } from './presets.js';

/** Options of {@link telbo}: those of the model and of its objective. */
export interface TelboModelOptions<K extends string> extends ModelOptions<K>, TelboOptions<NoInfer<K>> {}

/**
 * A model trained by {@link telboObjective}; takes its options as well.
 * @example
 * ```ts
 * const model = telbo({ modalities: digitModalities(), latent: { shared: 16 }, jointEpochs: 20, rng });
 * for await (const epoch of fit(model, digits.train, { epochs: 40, batchSize: 256, rng })) console.log(epoch.terms);
 * ```
 */
export function telbo<K extends string>(options: TelboModelOptions<K>): MultimodalVae<K> {
  checkOptions('telbo', options, [...modelOptionNames, ...telboOptionNames]);
  const { modalities, latent, init, rng, ...rest } = options;
  return createMultimodalVae<K>({ modalities, latent, init, rng, objective: telboObjective<K>(rest) });
}
