import { type Independent, Normal } from '@polyvae/distributions';
import { type GaussianProducts, jensenShannon, type Weights } from '@polyvae/divergences';
import { checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { ConfigurationError } from '../errors.js';
import type { FusionWeights } from '../fusion/fusion-weights.js';
import { checkSum, fusionWeights } from '../fusion/fusion-weights.js';
import { type AssignmentOptions, mixtureComponent } from '../fusion/mixture-component.js';
import { presentWeights } from '../fusion/present-weights.js';
import { betaAt } from './beta.js';
import { draw } from './draw.js';
import type { Objective, ObjectiveContext } from './objective.js';
import {
  assignmentSettings,
  checkFactors,
  type ObjectiveOptions,
  objectiveOptionNames,
  productSettings,
  sharedSettings,
} from './options.js';
import { mixtureReconstructionParts, privateParts } from './parts.js';
import { encodeBatch } from './posteriors.js';
import { weightedSum } from './weighted-sum.js';

/** Options of {@link mmjsdObjective}. */
export interface MmjsdOptions<K extends string = string> extends ObjectiveOptions, AssignmentOptions {
  /** π of the modalities and the prior; default equal. */
  readonly weights?: FusionWeights<K>;
  /** `poe` (default): weighted geometric mean, in closed form. `moe`: mixture, estimated by Monte Carlo. */
  readonly dynamicPrior?: 'poe' | 'moe';
  /** Draws of each posterior for `moe`; default 8, at least 2. */
  readonly samples?: number;
  /** How the geometric mean is formed; default as `geometricMean` does. */
  readonly products?: GaussianProducts;
}

/** Names of the options of {@link mmjsdObjective}. */
export const mmjsdOptionNames: readonly (keyof MmjsdOptions)[] = [
  ...objectiveOptionNames,
  'weights',
  'dynamicPrior',
  'samples',
  'everyComponent',
  'products',
  'assignment',
];

/**
 * The multimodal Jensen-Shannon objective: reconstructions of all modalities from one draw of the mixture of the unimodal
 * posteriors, minus β times the Jensen-Shannon divergence of these and the prior to their dynamic prior, minus the
 * private divergences. Terms: `reconstruction`, `divergence`, `private`, in nats per datum, unweighted.
 * @throws {ConfigurationError} for unknown options, weights that are negative or do not sum to one, a negative β, too few
 *   samples.
 * @see Sutter et al. 2020, Eqs. (5), (10) and (28), Definitions 1 to 4
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: mmjsdObjective({ beta: 2.5 }), rng });
 * ```
 */
export function mmjsdObjective<K extends string = string>(options: MmjsdOptions<K> = {}): Objective<K> {
  const { dynamicPrior = 'poe', samples = 8, products } = options;
  checkOptions('mmjsdObjective', options, mmjsdOptionNames);
  checkFactors('mmjsdObjective', options);
  if (options.weights) {
    checkSum('mmjsdObjective: weights', { ...options.weights.modalities, 'the prior': options.weights.prior });
  }
  if (dynamicPrior !== 'poe' && dynamicPrior !== 'moe') {
    throw new ConfigurationError(
      `mmjsdObjective: dynamicPrior must be 'poe' or 'moe', found '${String(dynamicPrior)}'.`,
    );
  }
  if (!Number.isInteger(samples) || samples < 2) {
    throw new ConfigurationError(`mmjsdObjective: samples must be an integer of at least 2, found ${samples}.`);
  }
  const divergence = (experts: Independent<Normal>[], weights: Weights, context: ObjectiveContext): tf.Tensor => {
    const { batchShape, eventShape } = experts[0] as Independent<Normal>;
    if (dynamicPrior === 'poe') {
      const prior = Normal.standard(eventShape);
      const all = [...experts, prior];
      return products?.jensenShannon(all, weights) ?? jensenShannon(all, { mean: 'geometric', weights });
    }
    // Every row has its own draws of the prior.
    const zeros = tf.zeros([...batchShape, ...eventShape]);
    const prior = Normal.fromLogVar(zeros, zeros, { eventDims: 1 });
    return jensenShannon([...experts, prior], { mean: 'arithmetic', weights, samples, rng: context.rng }).estimate;
  };
  return {
    kind: 'mmjsd',
    posterior: 'dynamic-prior',
    ...(options.weights ? { weights: options.weights } : {}),
    ...(products && { products }),
    settings: (keys) => ({
      ...sharedSettings(keys, options),
      ...assignmentSettings(options),
      weights: { ...fusionWeights(keys, options.weights) },
      dynamicPrior,
      ...(dynamicPrior === 'moe' && { samples }),
      ...productSettings(products),
    }),
    evaluate(model, batch, context) {
      const { modalities, prior } = fusionWeights(model.keys, options.weights);
      const beta = betaAt(options.beta ?? 1, context);
      const encoded = encodeBatch(model, batch, context);
      const experts = encoded.map(({ shared }) => shared);
      const weights = encoded.map(({ key }) => modalities[key]);
      const joint = mixtureComponent(batch, experts, { components: weights, prior }, context.rng, options);
      const shared = draw(joint, context, { pass: 'joint', latent: 'shared' });
      const parts = mixtureReconstructionParts(
        model,
        encoded,
        { shared, weights: presentWeights(batch, weights), everyComponent: options.everyComponent ?? [] },
        context,
      );
      parts.push({
        path: ['divergence'],
        value: divergence(experts, presentWeights(batch, weights, prior), context),
        factor: beta * (options.sharedBeta ?? 1),
      });
      parts.push(...privateParts(model, encoded, beta * betaAt(options.privateBeta ?? model.keys.length, context)));
      return weightedSum(parts, batch.size);
    },
  };
}
