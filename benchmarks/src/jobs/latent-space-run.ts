import type { JobContext } from '@polyvae/jobs';
import { subsetName } from '@polyvae/metrics';
import { Rng } from '@polyvae/random';
import { z } from 'zod';
import type { DatasetData } from '../datasets/dataset.js';
import { latentsOf } from './compute/latents.js';
import { withModel } from './compute/load-model.js';
import { principalComponents } from './compute/principal-components.js';
import { umap } from './compute/umap.js';
import type { EvaluationConfig } from './define-job.js';
import { real } from './evaluation-result.js';

const points = z.array(z.tuple([real, real]).readonly()).readonly();

/** Schema of its settings in profiles. */
export const settings = z.strictObject({});

/** Schema of its result. */
export const result = z.strictObject({
  /** Class of each item. */
  labels: z.array(z.int()).readonly(),
  /** By the subset that is encoded, the single modalities and all together: two principal components, and the shares of the variance that they explain. */
  spaces: z.record(z.string(), z.strictObject({ points, explained: z.tuple([real, real]).readonly() })),
  /** The same latents laid out by UMAP, by subset. */
  umap: z.record(z.string(), points),
});

/** Shared latents of test items in the plane. */
export type LatentSpaceResult = z.infer<typeof result>;

/** Largest number of test items in a picture. */
export const largestLatentSpace = 600;

const rounded = ([x, y]: readonly [number, number]): [number, number] => [Number(x.toFixed(4)), Number(y.toFixed(4))];

/**
 * The means of the shared posterior of test items given each modality alone and all together (of a mixture, one stratified
 * component an item), each projected on its own two principal components, and laid out by UMAP.
 */
export function run(
  config: EvaluationConfig<object>,
  context: JobContext,
  data: DatasetData,
): Promise<LatentSpaceResult> {
  return withModel(config, context, data, async (model, { test }) => {
    const rng = Rng.fromSeed(config.train.seed).fork('latent space');
    const items = Uint32Array.from({ length: Math.min(largestLatentSpace, test.size) }, (_, item) => item);
    const portion = Math.min(data.largestChunk, items.length);
    const spaces: Record<string, LatentSpaceResult['spaces'][string]> = {};
    const umaps: Record<string, LatentSpaceResult['umap'][string]> = {};
    const subsets: (readonly string[])[] = [...model.keys.map((key) => [key]), model.keys];
    const requests = subsets.map((subset) => ({ subset, rng: rng.fork(subsetName(subset)) }));
    const all = await latentsOf(model, test, { items, portion }, requests);
    for (const [done, latents] of all.entries()) {
      context.signal.throwIfAborted();
      const name = subsetName(subsets[done]!);
      context.onProgress({ done, total: subsets.length, note: name });
      const { points, explained } = principalComponents(latents);
      spaces[name] = { points: points.map(rounded), explained: [explained[0], explained[1]] };
      umaps[name] = umap(latents, rng.fork(`umap ${name}`)).map(rounded);
    }
    return { labels: Array.from(items, (item) => test.targets[item]!), spaces, umap: umaps };
  });
}
