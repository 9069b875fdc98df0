import type { MultimodalVaeOptions } from '../model/create-multimodal-vae.js';
import { createMultimodalVae } from '../model/create-multimodal-vae.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { type MmjsdOptions, mmjsdObjective } from '../objectives/mmjsd.js';
import { type MmvaeOptions, mmvaeObjective } from '../objectives/mmvae.js';
import { type MvaeOptions, mvaeObjective } from '../objectives/mvae.js';

/** What the presets take beside their objective's options. */
export type ModelOptions<K extends string> = Omit<MultimodalVaeOptions<K>, 'objective'>;

/** A model trained by {@link mmjsdObjective}; takes its options as well. */
export function mmjsd<K extends string>(options: ModelOptions<K> & MmjsdOptions<NoInfer<K>>): MultimodalVae<K> {
  return createMultimodalVae({ ...options, objective: mmjsdObjective<K>(options) });
}

/** A model trained by {@link mmvaeObjective}; takes its options as well. */
export function mmvae<K extends string>(options: ModelOptions<K> & MmvaeOptions<NoInfer<K>>): MultimodalVae<K> {
  return createMultimodalVae({ ...options, objective: mmvaeObjective<K>(options) });
}

/** A model trained by {@link mvaeObjective}; takes its options as well. */
export function mvae<K extends string>(options: ModelOptions<K> & MvaeOptions): MultimodalVae<K> {
  return createMultimodalVae({ ...options, objective: mvaeObjective<K>(options) });
}
