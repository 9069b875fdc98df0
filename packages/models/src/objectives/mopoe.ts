import { kl } from '@polyvae/divergences';
import { checkOptions } from '@polyvae/errors';
import type { Settings } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs-core';
import { ConfigurationError } from '../errors.js';
import { productOfPresent } from '../fusion/product-of-present.js';
import { sampledSubsets } from '../fusion/sampled-subsets.js';
import {
  checkSubsetRows,
  mixtureOfSubsets,
  type PriorExpert,
  type SubsetAssignment,
  type SubsetExperts,
} from '../fusion/subset-mixture.js';
import { checkSubsets, nonEmptySubsets } from '../fusion/subsets.js';
import { type Beta, betaAt, checkBeta } from './beta.js';
import { draw } from './draw.js';
import type { ModalityPosterior, Objective, ObjectiveModel } from './objective.js';
import { plainFactor } from './options.js';
import { privateParts, reconstructionParts } from './parts.js';
import { encodeBatch } from './posteriors.js';
import { weightedSum } from './weighted-sum.js';

/** Options of {@link mopoeObjective}. */
export interface MopoeOptions<K extends string = string> {
  /** Factor of all divergences; default 1. A function schedules it. */
  readonly beta?: Beta;
  /** Further factor of the private latents' divergences; default 1. A function schedules it. */
  readonly privateBeta?: Beta;
  /**
   * Which subsets' products have the prior N(0, I) among their experts. `full` (default, the published code): that of all the
   * model's modalities only; `none` (the definition): no subset's; `all`: every subset's, as the MVAE has it.
   */
  readonly priorExpert?: PriorExpert;
  /**
   * The mixture's components: `all` subsets but the empty one, the default up to six modalities; those of a list; or `sampled`
   * ones, that many a row drawn anew in every step from what the row has, the default of 16 from seven modalities on, since all
   * would be 2^M − 1.
   */
  readonly subsets?: 'all' | readonly (readonly K[])[] | { readonly sampled: number };
  /** Gives every row's component itself, an index into the subsets that the batch has modalities for; not for sampled ones. */
  readonly assignment?: SubsetAssignment<K>;
}

/** Names of the options of {@link mopoeObjective}. */
export const mopoeOptionNames: readonly (keyof MopoeOptions)[] = [
  'beta',
  'privateBeta',
  'priorExpert',
  'subsets',
  'assignment',
];

/** Up to so many modalities all subsets are components by default: 63. */
const ALL_UP_TO = 6;

/** Subsets a row by default where there are more modalities. */
const SAMPLED = 16;

/** Numbers of subsets beyond this are not exact in float32. */
const MOST_SAMPLED_FROM = 20;

/**
 * MoPoE: the posterior is a mixture over subsets of modalities, each component the product of the subset's experts. A draw of
 * one component a row reconstructs all modalities, and the mixture's divergence is replaced by its upper bound:
 *
 *   −Σₘ log p(xₘ | z) + β Σ_S w_S KL(q_S ‖ p), w_S equal over the subsets that a row has whole.
 *
 * Terms: `reconstruction`, `divergence`, `private`, in nats per datum, unweighted. A row that lacks modalities is a datum of
 * those that it has: subsets that it does not have whole are no components of its mixture. With `full`, only rows that have all of
 * the model's modalities have the prior among their experts.
 *
 * Posteriors given some modalities are the product of their experts, as the published code reads them.
 * @throws {ConfigurationError} for unknown options, a negative β, or subsets that are empty or unknown.
 * @throws {BatchError} in training, if a row has the modalities of none of the listed subsets.
 * @see Sutter, Daunhawer and Vogt 2021, "Generalized Multimodal ELBO"
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: mopoeObjective({ priorExpert: 'none' }), rng });
 * ```
 */
export function mopoeObjective<K extends string = string>(options: MopoeOptions<K> = {}): Objective<K> {
  checkOptions('mopoeObjective', options, mopoeOptionNames);
  const { beta = 1, privateBeta = 1, priorExpert = 'full', assignment } = options;
  checkBeta('mopoeObjective: beta', beta);
  checkBeta('mopoeObjective: privateBeta', privateBeta);
  if (!['none', 'full', 'all'].includes(priorExpert)) {
    throw new ConfigurationError(
      `mopoeObjective: priorExpert must be 'none', 'full' or 'all', found '${String(priorExpert)}'.`,
    );
  }
  const partsOf = (
    model: ObjectiveModel<K>,
    batch: SubsetExperts<K>['batch'],
    encoded: readonly ModalityPosterior<K>[],
  ): SubsetExperts<K> => {
    const experts = encoded.map(({ shared }) => shared);
    return { keys: model.keys, batch, experts, prior: model.prior(), priorExpert };
  };
  return {
    kind: 'mopoe',
    posterior: priorExpert === 'all' ? 'product' : 'product-without-prior',
    ...(priorExpert === 'full' && {
      infer: (model, batch, encoded) => productOfPresent(partsOf(model, batch, encoded)),
    }),
    settings: (keys): Settings => ({
      beta: plainFactor(beta),
      privateBeta: plainFactor(privateBeta),
      priorExpert,
      assignment: assignment ? 'function' : 'stratified',
      subsets: subsetSettings(keys, options.subsets),
    }),
    checkBatch(keys, batch) {
      const subsets = componentsOf(keys, options.subsets);
      if (typeof subsets !== 'number') checkSubsetRows(batch, subsets);
    },
    evaluate(model, batch, context) {
      const factor = betaAt(beta, context);
      const encoded = encodeBatch(model, batch, context);
      const components = componentsOf(model.keys, options.subsets);
      const parts = partsOf(model, batch, encoded);
      const mixture =
        typeof components === 'number'
          ? sampledSubsets(parts, components, context.rng)
          : mixtureOfSubsets(parts, components, context.rng, assignment);
      const shared = draw(mixture.drawn, context, { pass: 'joint', latent: 'shared' });
      const divergences = kl(mixture.components, model.prior());
      return weightedSum(
        [
          ...reconstructionParts(model, encoded, shared, context),
          { path: ['divergence'], value: tf.sum(tf.mul(divergences, mixture.weights), 0), factor },
          ...privateParts(model, encoded, factor * betaAt(privateBeta, context)),
        ],
        batch.size,
      );
    },
  };
}

/** The subsets that are components, or how many are drawn a row. */
function componentsOf<K extends string>(keys: readonly K[], subsets: MopoeOptions<K>['subsets']): K[][] | number {
  if (subsets === undefined) return keys.length <= ALL_UP_TO ? nonEmptySubsets(keys) : SAMPLED;
  if (subsets === 'all') return nonEmptySubsets(keys);
  if ('sampled' in subsets) {
    const { sampled } = subsets;
    if (!Number.isInteger(sampled) || sampled < 1) {
      throw new ConfigurationError(`mopoeObjective: subsets.sampled must be a positive integer, found ${sampled}.`);
    }
    if (keys.length > MOST_SAMPLED_FROM) {
      throw new ConfigurationError(
        `mopoeObjective: subsets are drawn from at most ${MOST_SAMPLED_FROM} modalities, found ${keys.length}; give a list of subsets.`,
      );
    }
    return sampled;
  }
  checkSubsets('mopoeObjective: subsets', keys, subsets);
  return subsets.map((subset) => keys.filter((key) => subset.includes(key)));
}

function subsetSettings<K extends string>(keys: readonly K[], subsets: MopoeOptions<K>['subsets']): Settings[string] {
  const components = componentsOf(keys, subsets);
  if (typeof components === 'number') return { sampled: components };
  return subsets === undefined || subsets === 'all' ? 'all' : components;
}
