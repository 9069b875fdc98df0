import type { SyncBatchSource } from '@polyvae/datasets';
import type { Batch } from '@polyvae/models';
import type { Rng } from '@polyvae/random';
import type { Tensors } from '../../datasets/dataset.js';

/**
 * Data of which a share of the items lacks modalities: those that stay are a subset at random, neither none nor all of them.
 * An item lacks the same ones whenever it comes.
 * @param share Of the items, rounded to whole ones.
 * @param modalities Names of at least two.
 */
export function incomplete(
  source: SyncBatchSource<Tensors>,
  { share, modalities, rng }: { readonly share: number; readonly modalities: readonly string[]; readonly rng: Rng },
): SyncBatchSource<Batch> {
  const { size } = source;
  const all = 2 ** modalities.length - 1;
  // Bit m of an item's subset says whether it has modality m.
  const subsets = new Uint32Array(size).fill(all);
  for (const item of rng.permutation(size).subarray(0, Math.round(share * size))) subsets[item] = rng.integer(1, all);
  return {
    size,
    get(indices) {
      const rows = modalities.map((key, bit): [string, Uint8Array] => [
        key,
        Uint8Array.from(indices, (item) => (subsets[item]! >> bit) & 1),
      ]);
      // Of names that are not known, TypeScript takes `present` for one of them.
      return { ...source.get(indices), present: Object.fromEntries(rows) } as unknown as Batch;
    },
  };
}
