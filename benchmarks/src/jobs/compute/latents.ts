import type { SyncBatchSource } from '@polyvae/datasets';
import { features, type MultimodalVae } from '@polyvae/models';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import type { Tensors } from '../../datasets/dataset.js';
import type { LatentVariant } from './objectives.js';
import { type ComputedRows, inPortions } from './portions.js';

/** Latents as a subset of the modalities gives them. */
export interface LatentsRequest extends LatentVariant {
  /** The modalities that are encoded. */
  readonly subset: readonly string[];
  readonly rng: Rng;
}

/** Which items, and how many are encoded at a time. */
interface ItemsInPortions {
  readonly items: Uint32Array;
  readonly portion: number;
}

/** Latents of items for each request, `[items, features]`; every modality of an item is encoded once for all of them. */
export async function latentsOf(
  model: MultimodalVae<string>,
  split: SyncBatchSource<Tensors>,
  { items, portion }: ItemsInPortions,
  requests: readonly LatentsRequest[],
): Promise<ComputedRows[]> {
  const subsets = requests.map(({ subset, space: _, ...options }) => ({ given: subset, ...options }));
  const widths: number[] = [];
  const { data, shape } = await inPortions(items.length, portion, (rows) => {
    const batch = split.get(rows.map((row) => items[row]!));
    const latents = model.representEach(batch, subsets).map((own, i) => features(own, requests[i]!.space));
    for (const [i, { shape }] of latents.entries()) widths[i] = shape[1];
    return tf.concat(latents, 1);
  });
  let first = 0;
  return widths.map((width) => {
    const own = new Float32Array(items.length * width);
    for (let row = 0; row < items.length; row++) {
      const begin = row * shape[1] + first;
      own.set(data.subarray(begin, begin + width), row * width);
    }
    first += width;
    return { data: own, shape: [items.length, width] };
  });
}

/** Some modalities of a batch. */
export function pick(batch: Tensors, keys: readonly string[]): Tensors {
  return Object.fromEntries(keys.map((key) => [key, batch[key]!]));
}
