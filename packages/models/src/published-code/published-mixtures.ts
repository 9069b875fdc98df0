import { publishedProducts } from '@polyvae/divergences/published-code';
import {
  type FusionWeights,
  mmjsdObjective,
  mmvaeObjective,
  type Objective,
  type ObjectiveOptions,
  registerObjective,
} from '@polyvae/models';
import { optionsFromSettings } from '@polyvae/models/objectives';
import { publishedAssignment, publishedBlocks } from './published-blocks.js';

const MMVAE = 'published-mmvae';
const MMJSD = 'published-mmjsd';

/** Options of {@link publishedMmvaeObjective}. */
export interface PublishedMmvaeOptions<K extends string = string> extends ObjectiveOptions {
  /** Mixture weights of the modalities; they sum to one, default equal. */
  readonly weights?: Readonly<Record<K, number>>;
  /** Modalities that a draw of every component reconstructs, as of `mmvaeObjective`; default none. */
  readonly everyComponent?: readonly string[];
}

/** Options of {@link publishedMmjsdObjective}. */
export interface PublishedMmjsdOptions<K extends string = string> extends ObjectiveOptions {
  /** π of the modalities and the prior; default equal. */
  readonly weights?: FusionWeights<K>;
  /** Modalities that a draw of every component reconstructs, as of `mmjsdObjective`; default none. */
  readonly everyComponent?: readonly string[];
  /** `poe` (default): weighted geometric mean, in closed form. `moe`: mixture, estimated by Monte Carlo. */
  readonly dynamicPrior?: 'poe' | 'moe';
  /** Draws of each posterior for `moe`; default 8, at least 2. */
  readonly samples?: number;
  /** Number that is added to every variance in the geometric mean; default 1e-8, as published. */
  readonly varianceEpsilon?: number;
}

/**
 * MMVAE as the published code trains it: `mmvaeObjective` whose rows take modalities in consecutive blocks.
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: publishedMmvaeObjective({ beta: 2.5 }), rng });
 * ```
 */
export function publishedMmvaeObjective<K extends string = string>(
  options: PublishedMmvaeOptions<K> = {},
): Objective<K> {
  registerPublishedMixtures();
  const usual = mmvaeObjective<K>({ ...options, assignment: publishedBlocks });
  return {
    ...usual,
    kind: MMVAE,
    settings: (keys) => ({ ...usual.settings?.(keys), assignment: publishedAssignment }),
  };
}

/**
 * The multimodal Jensen-Shannon objective as the published code trains it: `mmjsdObjective` whose rows take modalities in
 * consecutive blocks, with 1e-8 on every variance in the geometric mean.
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: publishedMmjsdObjective({ beta: 2.5 }), rng });
 * ```
 */
export function publishedMmjsdObjective<K extends string = string>({
  varianceEpsilon = 1e-8,
  ...options
}: PublishedMmjsdOptions<K> = {}): Objective<K> {
  registerPublishedMixtures();
  const products = publishedProducts({ varianceEpsilon });
  const usual = mmjsdObjective<K>({ ...options, assignment: publishedBlocks, products });
  return {
    ...usual,
    kind: MMJSD,
    settings: (keys) => ({ ...usual.settings?.(keys), assignment: publishedAssignment }),
  };
}

let known = false;

/** Makes both objectives known, once, so that models that have them can be loaded. */
export function registerPublishedMixtures(): void {
  if (known) return;
  known = true;
  registerObjective(MMVAE, (settings, keys) => {
    const { everyComponent, weights } = settings;
    const options = { ...optionsFromSettings(settings), ...(everyComponent !== undefined && { everyComponent }) };
    const build = (own: object): Objective => publishedMmvaeObjective({ ...options, ...own } as PublishedMmvaeOptions);
    return plainer(keys, build({}), build({ weights: weights as Record<string, number> }));
  });
  registerObjective(MMJSD, (settings, keys) => {
    const { everyComponent, weights, dynamicPrior, samples, products } = settings;
    const { varianceEpsilon } = products as { readonly varianceEpsilon: number };
    const options = {
      ...optionsFromSettings(settings),
      ...(everyComponent !== undefined && { everyComponent }),
      ...(samples !== undefined && { samples }),
      dynamicPrior,
      varianceEpsilon,
    };
    const build = (own: object): Objective => publishedMmjsdObjective({ ...options, ...own } as PublishedMmjsdOptions);
    return plainer(keys, build({}), build({ weights: weights as unknown as FusionWeights }));
  });
}

/** An objective without weights if they are the default's, so that they are rounded as they were, else the one with them. */
function plainer(keys: readonly string[], plain: Objective, weighted: Objective): Objective {
  const shown = ({ settings }: Objective): string => JSON.stringify(settings?.(keys));
  return shown(plain) === shown(weighted) ? plain : weighted;
}
