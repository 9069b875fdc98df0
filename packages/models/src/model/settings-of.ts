import type { Settings } from '@polyvae/training';
import type { Modality } from '../modalities/modality.js';
import type { Objective } from '../objectives/objective.js';

/** Settings that determine a model's loss besides its variables, as checkpoints keep them. */
export function settingsOf<K extends string>(
  modalities: Readonly<Record<K, Modality>>,
  shared: number,
  objective: Objective<K>,
): Settings {
  const keys = Object.keys(modalities) as K[];
  const own = keys.map((key) => {
    const { likelihood, weight, privateBeta, private: size } = modalities[key];
    const kind = { kind: likelihood.kind, ...likelihood.settings };
    return [key, { likelihood: kind, weight, privateBeta, private: size }] as const;
  });
  const hasPrivate = keys.some((key) => modalities[key].private > 0);
  return {
    // What decoders read; it was private latents first once, which no shape shows.
    ...(hasPrivate && { decoderInput: 'shared, private' }),
    objective: { kind: objective.kind, ...objective.settings?.(keys) },
    shared,
    modalities: Object.fromEntries(own),
  };
}
