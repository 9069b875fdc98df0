import { kl, productOfExperts } from '@polyvae/divergences';
import { checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { presentExperts } from '../fusion/present-weights.js';
import { betaAt, checkBeta } from './beta.js';
import { draw } from './draw.js';
import { logLikelihoodOf } from './log-likelihood-of.js';
import type { Objective, ObjectiveContext, ObjectiveModel } from './objective.js';
import { checkFactors, type ObjectiveOptions, objectiveOptionNames, sharedSettings } from './options.js';
import { privateParts, reconstructionParts } from './parts.js';
import { type Encoded, encodeBatch } from './posteriors.js';
import { type LossPart, weightedSum } from './weighted-sum.js';

/** Options of {@link mvaeObjective}. */
export interface MvaeOptions extends ObjectiveOptions {
  /**
   * Factor of the log likelihood in the unimodal terms. By default each modality's own weight, as in the joint term; the
   * published code has 1.
   */
  readonly legacyUnimodalWeight?: number;
  /**
   * The published code's unimodal terms: z is drawn from the product of q and the prior, but KL(q ‖ prior) is charged.
   * Default false: the divergence of what was drawn.
   */
  readonly legacyUnimodalDivergence?: boolean;
  /** The published code's 1e-8 on every variance in products; default 0. */
  readonly legacyVarianceEpsilon?: number;
}

/** Names of the options of {@link mvaeObjective}. */
export const mvaeOptionNames: readonly (keyof MvaeOptions)[] = [
  ...objectiveOptionNames,
  'legacyUnimodalWeight',
  'legacyUnimodalDivergence',
  'legacyVarianceEpsilon',
];

/**
 * MVAE: the ELBO of the product of all experts and the prior, plus the ELBO of every single modality. Terms:
 * `reconstruction`, `divergence`, `private` of the joint ELBO, `unimodal.<modality>.reconstruction | divergence`, in
 * nats per datum, unweighted (a private divergence stands in both ELBOs).
 * @throws {ConfigurationError} for unknown options, a negative β or weight.
 * @see Wu and Goodman 2018; Sutter et al. 2020, Section 2.1
 */
export function mvaeObjective<K extends string = string>(options: MvaeOptions = {}): Objective<K> {
  const { legacyVarianceEpsilon = 0 } = options;
  checkOptions('mvaeObjective', options, mvaeOptionNames);
  checkFactors('mvaeObjective', options);
  checkBeta('mvaeObjective: legacyUnimodalWeight', options.legacyUnimodalWeight ?? 1);
  return {
    kind: 'mvae',
    posterior: 'product',
    legacyVarianceEpsilon,
    settings: (keys) => ({
      ...sharedSettings(keys, options),
      legacyUnimodalWeight: options.legacyUnimodalWeight ?? null,
      legacyUnimodalDivergence: options.legacyUnimodalDivergence ?? false,
      legacyVarianceEpsilon,
    }),
    evaluate(model, batch, context) {
      const beta = betaAt(options.beta ?? 1, context);
      const sharedFactor = beta * (options.sharedBeta ?? 1);
      const encoded = encodeBatch(model, batch, context);
      const weights = presentExperts(batch);
      const joint = productOfExperts([...encoded.map(({ shared }) => shared), model.prior()], {
        legacyVarianceEpsilon,
        ...(weights ? { weights } : {}),
      });
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
  const posterior = productOfExperts([own.shared, prior], {
    legacyVarianceEpsilon: options.legacyVarianceEpsilon ?? 0,
  });
  const pass = { modality: key };
  const shared = draw(posterior, context, { pass, latent: 'shared' });
  return [
    {
      path: ['unimodal', key, 'reconstruction'],
      value: tf.neg(logLikelihoodOf(model, own, shared, pass, context)),
      factor: options.legacyUnimodalWeight ?? model.modalities[key].weight,
      of: own,
    },
    {
      path: ['unimodal', key, 'divergence'],
      value: kl(options.legacyUnimodalDivergence ? own.shared : posterior, prior),
      factor: sharedFactor,
      of: own,
    },
  ];
}
