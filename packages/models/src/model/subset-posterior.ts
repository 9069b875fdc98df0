import { type Independent, type MixtureSameFamily, Normal } from '@polyvae/distributions';
import { geometricMean, mixtureOfExperts, productOfExperts } from '@polyvae/divergences';
import { ConfigurationError } from '../errors.js';
import { fusionWeights } from '../fusion/fusion-weights.js';
import { presentExperts, presentWeights } from '../fusion/present-weights.js';
import type { CheckedBatch } from '../modalities/checked-batch.js';
import type { Objective, ObjectiveModel, PosteriorKind } from '../objectives/objective.js';
import type { Encoded, LatentPosterior } from '../objectives/posteriors.js';

/** The posterior of the shared latent given a subset of modalities. */
export type SharedPosterior = LatentPosterior | MixtureSameFamily<LatentPosterior>;

/**
 * q(c | X_K) of the modalities that a batch has.
 * - `product`: the normalised product of the experts and the prior.
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
  kind: PosteriorKind,
): SharedPosterior {
  const experts = encoded.map(({ shared }) => shared);
  const { modalities, prior } = fusionWeights(model.keys, objective.weights);
  const weights = encoded.map(({ key }) => modalities[key]);
  const { legacyVarianceEpsilon = 0 } = objective;
  switch (kind) {
    case 'product': {
      const present = presentExperts(batch);
      const options = present ? { legacyVarianceEpsilon, weights: present } : { legacyVarianceEpsilon };
      return productOfExperts([...normals(experts, kind), model.prior()], options);
    }
    case 'mixture':
      return mixtureOfExperts(experts, presentWeights(batch, weights));
    case 'dynamic-prior':
      return geometricMean([...normals(experts, kind), model.prior()], presentWeights(batch, weights, prior), {
        legacyVarianceEpsilon,
      });
    default:
      throw new ConfigurationError(
        `posterior: must be 'product', 'mixture' or 'dynamic-prior', found '${String(kind satisfies never)}'.`,
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
