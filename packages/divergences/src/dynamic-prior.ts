import type { MixtureSameFamily } from '@polyvae/distributions';
import type { Expert, GaussianExpert } from './experts.js';
import { geometricMean } from './geometric-mean.js';
import { mixtureOfExperts } from './mixture-of-experts.js';
import type { Weights } from './weights.js';

/**
 * Dynamic prior p_PoE: the weighted geometric mean of the unimodal posteriors and the fixed prior.
 * @param experts Unimodal posteriors, event shape `[latent]`.
 * @param prior The fixed prior, e.g. `Normal.standard([latent])`.
 * @param weights One for each expert, then the prior's; sum to one, equal by default. See {@link geometricMean}.
 * @returns A Gaussian of batch shape `[batch]`.
 * @see Sutter et al. 2020, Definitions 2 and 3, Lemma 4
 * @example
 * ```ts
 * const prior = dynamicPriorPoE([q1, q2], Normal.standard([20]), [0.4, 0.4, 0.2]);
 * ```
 */
export function dynamicPriorPoE(
  experts: readonly GaussianExpert[],
  prior: GaussianExpert,
  weights?: Weights,
): GaussianExpert {
  return geometricMean([...experts, prior], weights);
}

/**
 * Dynamic prior p_MoE: the mixture of the unimodal posteriors and the fixed prior.
 * @param experts Unimodal posteriors, event shape `[latent]`.
 * @param prior The fixed prior, of the experts' family.
 * @param weights One for each expert, then the prior's; sum to one, equal by default. See {@link mixtureOfExperts}.
 * @returns A mixture of batch shape `[batch]`.
 * @see Sutter et al. 2020, Definitions 2 and 4, Eq. (17)
 * @example
 * ```ts
 * const prior = dynamicPriorMoE([q1, q2], Normal.standard([20]), [0.4, 0.4, 0.2]);
 * ```
 */
export function dynamicPriorMoE<E extends Expert>(
  experts: readonly E[],
  prior: E,
  weights?: Weights,
): MixtureSameFamily<E> {
  return mixtureOfExperts([...experts, prior], weights);
}
