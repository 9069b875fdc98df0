import { subsetName } from '@polyvae/metrics';
import { Rng } from '@polyvae/random';
import { openData } from '../data/open-data.js';
import type { DigitKey } from '../experiment.js';
import type { UnitContext } from '../runner/unit-events.js';
import { latentsOf } from './latents.js';
import { loadModel } from './load-model.js';
import { type PlanarPoints, principalComponents } from './principal-components.js';
import type { DigitsTrainConfig } from './train.js';
import { umap } from './umap.js';

/** Everything that decides what a picture of the latent space gives, as data. */
export interface LatentSpaceConfig {
  readonly train: DigitsTrainConfig;
}

/** Shared latents of test items in the plane. */
export interface LatentSpaceResult {
  /** What each item shows. */
  readonly labels: readonly number[];
  /** By the subset that is encoded: the single modalities and all together. */
  readonly spaces: Readonly<Record<string, PlanarPoints>>;
  /** The same latents laid out by UMAP, by subset. */
  readonly umap: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

/** Test items at most. */
const largest = 600;

/**
 * The means of the shared posterior of test items given each modality alone and all together (of a mixture, one stratified
 * component an item), each projected on its own two principal components, and laid out by UMAP.
 */
export async function runLatentSpace(config: LatentSpaceConfig, context: UnitContext): Promise<LatentSpaceResult> {
  const { experiment, data, seed } = config.train;
  const digits = await openData(data);
  const rng = Rng.fromSeed(seed).fork('latent space');
  const items = Uint32Array.from({ length: Math.min(largest, digits.test.size) }, (_, item) => item);
  const model = loadModel(experiment, context.needs[0]!);
  try {
    const spaces: Record<string, PlanarPoints> = {};
    const umaps: Record<string, readonly (readonly [number, number])[]> = {};
    const subsets: DigitKey[][] = [...model.keys.map((key) => [key]), [...model.keys]];
    for (const [done, subset] of subsets.entries()) {
      context.signal.throwIfAborted();
      const name = subsetName(subset);
      context.onProgress({ done, total: subsets.length, note: name });
      const latents = await latentsOf(model, digits.test, { items, subset, rng: rng.fork(name) });
      const rounded = ([x, y]: readonly [number, number]) => [Number(x.toFixed(4)), Number(y.toFixed(4))] as const;
      const { points, explained } = principalComponents(latents, rng.fork('start'));
      spaces[name] = { points: points.map(rounded), explained };
      umaps[name] = umap(latents, rng.fork(`umap ${name}`)).map(rounded);
    }
    return { labels: Array.from(items, (item) => digits.test.labels[item]!), spaces, umap: umaps };
  } finally {
    model.dispose();
  }
}
