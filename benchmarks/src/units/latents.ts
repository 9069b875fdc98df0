import {
  type Batch,
  features,
  type LatentSpace,
  type MultimodalVae,
  type RepresentationOptions,
} from '@polyvae/models';
import type { BatchSource } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';

/** Rows that are encoded at a time. */
const largestChunk = 256;

/** Which latents of which items. */
export interface LatentsRequest<K extends string> extends RepresentationOptions {
  readonly items: Uint32Array;
  /** The modalities that are encoded. */
  readonly subset: readonly K[];
  /** Default: the shared ones. */
  readonly space?: LatentSpace;
  /** Rows that are encoded at a time; default 256, or all if there are fewer. */
  readonly chunk?: number;
}

/**
 * Latents of items as a subset of the modalities gives them, `[items, features]`. The last chunk is filled up with
 * repeated items, which are left out again: one shape means one compilation on engines that compile.
 */
export async function latentsOf<K extends string>(
  model: MultimodalVae<K>,
  split: BatchSource<Readonly<Record<K, tf.Tensor>>>,
  request: LatentsRequest<K>,
): Promise<{ data: Float32Array; shape: [number, number] }> {
  const { items, subset, space, chunk = Math.min(largestChunk, items.length), ...options } = request;
  let data = new Float32Array();
  let width = 0;
  for (let begin = 0; begin < items.length; begin += chunk) {
    const z = tf.tidy(() => {
      const rows = Uint32Array.from({ length: chunk }, (_, i) => items[(begin + i) % items.length]!);
      const batch = split.get(rows);
      const given = Object.fromEntries(subset.map((key) => [key, batch[key]])) as Batch<K>;
      return features(model.represent(given, options), space);
    });
    if (begin === 0) {
      width = z.shape[1];
      data = new Float32Array(items.length * width);
    }
    const values = await z.data();
    data.set(values.subarray(0, data.length - begin * width), begin * width);
    z.dispose();
  }
  return { data, shape: [items.length, width] };
}
