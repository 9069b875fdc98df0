import { kl } from '@polyvae/divergences';
import * as tf from '@tensorflow/tfjs';
import { checkOptions } from '../check-options.js';
import { type AssignmentOptions, mixtureComponent } from '../fusion/mixture-component.js';
import { presentWeights } from '../fusion/present-weights.js';
import { betaAt } from './beta.js';
import { draw } from './draw.js';
import type { FusionWeights, Objective } from './objective.js';
import {
  assignmentSettings,
  checkFactors,
  checkSum,
  fusionWeights,
  type ObjectiveOptions,
  objectiveOptionNames,
  sharedSettings,
} from './options.js';
import { privateParts, reconstructionParts } from './parts.js';
import { encodeBatch } from './posteriors.js';
import { weightedSum } from './weighted-sum.js';

/** Options of {@link mmvaeObjective}. */
export interface MmvaeOptions<K extends string = string>
  extends ObjectiveOptions,
    Omit<AssignmentOptions, 'priorWeight'> {
  /** Mixture weights of the modalities; they sum to one, default equal. */
  readonly weights?: Readonly<Record<K, number>>;
}

/** Names of the options of {@link mmvaeObjective}. */
export const mmvaeOptionNames: readonly (keyof MmvaeOptions)[] = [
  ...objectiveOptionNames,
  'weights',
  'legacyBlockAssignment',
  'assignment',
];

/**
 * MMVAE as the paper compares it: one draw of the mixture of the unimodal posteriors reconstructs all modalities, and the
 * mixture's divergence is replaced by its upper bound Σ πⱼ KL(qⱼ ‖ p). Terms: `reconstruction`, `divergence`,
 * `private`, in nats per datum, unweighted.
 * @throws {ConfigurationError} for unknown options, weights that are negative or do not sum to one, or a negative β.
 * @see Sutter et al. 2020, Eq. (6) and Lemma 3; Shi et al. 2019
 */
export function mmvaeObjective<K extends string = string>(options: MmvaeOptions<K> = {}): Objective<K> {
  checkOptions('mmvaeObjective', options, mmvaeOptionNames);
  checkFactors('mmvaeObjective', options);
  if (options.weights) checkSum('mmvaeObjective: weights', options.weights);
  const given: FusionWeights<K> | undefined = options.weights && { modalities: options.weights, prior: 0 };
  return {
    kind: 'mmvae',
    posterior: 'mixture',
    ...(given ? { weights: given } : {}),
    settings: (keys) => ({
      ...sharedSettings(keys, options),
      ...assignmentSettings(options),
      weights: given ? given.modalities : Object.fromEntries(keys.map((key) => [key, 1 / keys.length])),
    }),
    evaluate(model, batch, context) {
      const { modalities } = fusionWeights(model.keys, given);
      const beta = betaAt(options.beta ?? 1, context);
      const encoded = encodeBatch(model, batch, context);
      const weights = encoded.map(({ key }) => modalities[key]);
      const experts = encoded.map(({ shared }) => shared);
      const joint = mixtureComponent(batch, experts, weights, context.rng, options);
      const shared = draw(joint, context, { pass: 'joint', latent: 'shared' });
      const parts = reconstructionParts(model, encoded, shared, context);
      const divergences = tf.stack(experts.map((expert) => kl(expert, model.prior())));
      const present = presentWeights(batch, weights).weights;
      const factors = present instanceof tf.Tensor ? present : tf.tensor2d([...present], [present.length, 1]);
      parts.push({
        path: ['divergence'],
        value: tf.sum(tf.mul(divergences, factors), 0),
        factor: beta * (options.sharedBeta ?? 1),
      });
      parts.push(...privateParts(model, encoded, beta * (options.privateBeta ?? model.keys.length)));
      return weightedSum(parts, batch.size);
    },
  };
}
