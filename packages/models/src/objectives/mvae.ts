import { type GaussianProducts, kl, productOfExperts } from '@polyvae/divergences';
import { checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { presentExperts } from '../fusion/present-weights.js';
import { betaAt } from './beta.js';
import { draw } from './draw.js';
import { logLikelihoodOf } from './log-likelihood-of.js';
import type { Objective, ObjectiveContext, ObjectiveModel } from './objective.js';
import {
  checkFactors,
  type ObjectiveOptions,
  objectiveOptionNames,
  productSettings,
  sharedSettings,
} from './options.js';
import { privateParts, reconstructionParts } from './parts.js';
import { type Encoded, encodeBatch } from './posteriors.js';
import { type LossPart, weightedSum } from './weighted-sum.js';

/** Options of {@link mvaeObjective}. */
export interface MvaeOptions extends ObjectiveOptions {
  /** How products of posteriors are formed; default as `productOfExperts` does. */
  readonly products?: GaussianProducts;
}

/** Names of the options of {@link mvaeObjective}. */
export const mvaeOptionNames: readonly (keyof MvaeOptions)[] = [...objectiveOptionNames, 'products'];

/**
 * MVAE: the ELBO of the product of all experts and the prior, plus the ELBO of every single modality. Terms:
 * `reconstruction`, `divergence`, `private` of the joint ELBO, `unimodal.<modality>.reconstruction | divergence`, in
 * nats per datum, unweighted (a private divergence stands in both ELBOs).
 * @throws {ConfigurationError} for unknown options, a negative β or weight.
 * @see Wu and Goodman 2018; Sutter et al. 2020, Section 2.1
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: mvaeObjective({ beta: 2.5 }), rng });
 * ```
 */
export function mvaeObjective<K extends string = string>(options: MvaeOptions = {}): Objective<K> {
  const { products } = options;
  checkOptions('mvaeObjective', options, mvaeOptionNames);
  checkFactors('mvaeObjective', options);
  return {
    kind: 'mvae',
    posterior: 'product',
    ...(products && { products }),
    settings: (keys) => ({ ...sharedSettings(keys, options), ...productSettings(products) }),
    evaluate(model, batch, context) {
      const beta = betaAt(options.beta ?? 1, context);
      const sharedFactor = beta * (options.sharedBeta ?? 1);
      const encoded = encodeBatch(model, batch, context);
      const weights = presentExperts(batch);
      const multiply = products?.productOfExperts ?? productOfExperts;
      const joint = multiply([...encoded.map(({ shared }) => shared), model.prior()], weights ? { weights } : {});
      const shared = draw(joint, context, { pass: 'joint', latent: 'shared' });
      const parts = reconstructionParts(model, encoded, shared, context);
      parts.push({ path: ['divergence'], value: kl(joint, model.prior()), factor: sharedFactor });
      // One private divergence in the joint ELBO and one in the modality's own.
      parts.push(...privateParts(model, encoded, 2 * beta * betaAt(options.privateBeta ?? model.keys.length, context)));
      for (const own of encoded) parts.push(...unimodalParts(model, own, context, options, sharedFactor));
      return weightedSum(parts, batch.size);
    },
  };
}

/** The ELBO of one modality alone, without its private divergence. */
function unimodalParts<K extends string>(
  model: ObjectiveModel<K>,
  own: Encoded<K>,
  context: ObjectiveContext,
  options: MvaeOptions,
  sharedFactor: number,
): LossPart[] {
  const { key } = own;
  const prior = model.prior();
  const posterior = (options.products?.productOfExperts ?? productOfExperts)([own.shared, prior]);
  const pass = { modality: key };
  const shared = draw(posterior, context, { pass, latent: 'shared' });
  return [
    {
      path: ['unimodal', key, 'reconstruction'],
      value: tf.neg(logLikelihoodOf(model, own, shared, pass, context)),
      factor: model.modalities[key].weight,
      of: own,
    },
    {
      path: ['unimodal', key, 'divergence'],
      value: kl(posterior, prior),
      factor: sharedFactor,
      of: own,
    },
  ];
}
