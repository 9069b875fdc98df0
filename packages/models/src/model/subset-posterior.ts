import { type Independent, type MixtureSameFamily, Normal } from '@polyvae/distributions';
import { geometricMean, mixtureOfExperts, productOfExperts } from '@polyvae/divergences';
import * as tf from '@tensorflow/tfjs-core';
import { ConfigurationError } from '../errors.js';
import { fusionWeights } from '../fusion/fusion-weights.js';
import { presentExperts, presentWeights } from '../fusion/present-weights.js';
import type { CheckedBatch } from '../modalities/checked-batch.js';
import type { ModalityPosterior, Objective, ObjectiveModel, PosteriorKind } from '../objectives/objective.js';
import type { Encoded, LatentPosterior } from '../objectives/posteriors.js';

/** The posterior of the shared latent given a subset of modalities. */
export type SharedPosterior = LatentPosterior | MixtureSameFamily<LatentPosterior>;

/** Which posterior is read: the kind that the caller asks for, else the objective's own or its kind. */
export function readPosterior(objective: Objective, asked: PosteriorKind | undefined): PosteriorKind | 'own' {
  return asked ?? (objective.infer ? 'own' : objective.posterior);
}

/**
 * q(c | X_K) of the modalities that a batch has.
 * - `own`: as the objective infers it.
 * - `product`: the normalised product of the experts and the prior.
 * - `product-without-prior`: the normalised product of the experts.
 * - `mixture`: the mixture of the experts with their weights π, renormalised over what a row has.
 * - `dynamic-prior`: the weighted geometric mean of the experts and the prior, p_PoE(c | X_K).
 * @throws {ConfigurationError} for products of posteriors that are not normal.
 * @see Sutter et al. 2020, Section 2.1, Definition 3
 */
export function subsetPosterior<K extends string>(
  model: ObjectiveModel<K>,
  objective: Objective<K>,
  batch: CheckedBatch<K>,
  encoded: readonly Encoded<K, LatentPosterior>[],
  kind: PosteriorKind | 'own',
): SharedPosterior {
  const experts = encoded.map(({ shared }) => shared);
  const { modalities, prior } = fusionWeights(model.keys, objective.weights);
  const weights = encoded.map(({ key }) => modalities[key]);
  const { products } = objective;
  switch (kind) {
    case 'own':
      return objective.infer!(model, batch, encoded as readonly ModalityPosterior<K>[]);
    case 'product':
    case 'product-without-prior': {
      const own = normals(experts, kind);
      const all = kind === 'product' ? [...own, model.prior()] : own;
      const present = presentExperts(batch);
      const options = present && { weights: kind === 'product' ? present : tf.slice(present, 0, own.length) };
      return (products?.productOfExperts ?? productOfExperts)(all, options ?? {});
    }
    case 'mixture':
      return mixtureOfExperts(experts, presentWeights(batch, weights));
    case 'dynamic-prior': {
      const all = [...normals(experts, kind), model.prior()];
      return (products?.geometricMean ?? geometricMean)(all, presentWeights(batch, weights, prior));
    }
    default:
      throw new ConfigurationError(
        `posterior: must be 'product', 'product-without-prior', 'mixture' or 'dynamic-prior', found '${String(kind satisfies never)}'.`,
      );
  }
}

function normals(experts: readonly LatentPosterior[], kind: PosteriorKind): Independent<Normal>[] {
  return experts.map((expert) => {
    if (!isNormal(expert)) {
      throw new ConfigurationError(
        `posterior: '${kind}' multiplies normal posteriors, but this model's are of the family '${expert.base.kind}'; ask for 'mixture'.`,
      );
    }
    return expert;
  });
}

function isNormal(expert: LatentPosterior): expert is Independent<Normal> {
  return expert.base instanceof Normal;
}
