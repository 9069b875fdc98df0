import { features, type MultimodalVae } from '@polyvae/models';
import type { Rng } from '@polyvae/random';
import type { BatchSource } from '@polyvae/training';
import type { Tensors } from '../../datasets/dataset.js';
import type { LatentVariant } from './objectives.js';
import { type ComputedRows, inPortions } from './portions.js';

/** Which latents of which items. */
export interface LatentsRequest extends LatentVariant {
  readonly items: Uint32Array;
  /** The modalities that are encoded. */
  readonly subset: readonly string[];
  /** Rows that are encoded at a time. */
  readonly portion: number;
  readonly rng: Rng;
}

/** Latents of items as a subset of the modalities gives them, `[items, features]`. */
export function latentsOf(
  model: MultimodalVae<string>,
  split: BatchSource<Tensors>,
  { items, subset, space, portion, ...options }: LatentsRequest,
): Promise<ComputedRows> {
  return inPortions(items.length, portion, (rows) => {
    const batch = split.get(rows.map((row) => items[row]!));
    return features(model.represent(pick(batch, subset), options), space);
  });
}

/** Some modalities of a batch. */
export function pick(batch: Tensors, keys: readonly string[]): Tensors {
  return Object.fromEntries(keys.map((key) => [key, batch[key]!]));
}
