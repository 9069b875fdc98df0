import { ArgumentError, checkOptions } from '@polyvae/errors';
import {
  averageLogLikelihoods,
  type ImportanceSampling,
  importanceLogLikelihood,
  type LogLikelihood,
  type LogWeights,
} from './log-likelihood.js';
import { subsetName } from './subsets.js';

/** The posterior given a subset of modalities as a proposal: draws of it, weighted by its own density. */
export interface Proposals<T extends string = string> {
  /** Log weights with the density of the whole proposal. */
  readonly density: LogWeights<T>;
  /** If it is a mixture: its components, each with draws of its own weighted by its own density; weights sum to one. */
  readonly components?: readonly { readonly weight: number; readonly logWeights: LogWeights<T> }[];
}

/** Log-likelihoods that one subset's posterior gives, by what is scored (such as `joint` and the single modalities). */
export interface SubsetLogLikelihoods<T extends string = string> {
  /** With the density of the posterior that is drawn from. */
  readonly density: Readonly<Record<T, LogLikelihood>>;
  /**
   * If the posterior is a mixture: the average of what its components give, each alone. This, not `density`, compares with
   * the paper's mixtures.
   */
  readonly componentAverage?: Readonly<Record<T, LogLikelihood>>;
}

/** Options of {@link subsetLogLikelihoods}. */
export interface SubsetLogLikelihoodsOptions<K extends string, T extends string> extends ImportanceSampling {
  /** Such as `allSubsets(['mnist', 'svhn', 'text'])`. */
  readonly subsets: readonly (readonly K[])[];
  /** Proposals of the latents given a subset. */
  readonly proposals: (subset: readonly K[]) => Proposals<T>;
}

const KNOWN: readonly (keyof SubsetLogLikelihoodsOptions<string, string>)[] = [
  'points',
  'samples',
  'batchSize',
  'chunk',
  'subsets',
  'proposals',
];

/**
 * Importance-sampled log-likelihoods with the posterior of every subset of modalities as proposal.
 * @returns Results by `subsetName`, in the order of `subsets`.
 * @see Sutter et al. 2020, Table 4
 * @example
 * ```ts
 * const results = await subsetLogLikelihoods({ subsets, points: 1000, samples: 12, proposals });
 * ```
 */
export async function subsetLogLikelihoods<K extends string, T extends string>(
  options: SubsetLogLikelihoodsOptions<K, T>,
): Promise<Record<string, SubsetLogLikelihoods<T>>> {
  checkOptions('subsetLogLikelihoods', options, KNOWN);
  const { subsets, proposals, ...sampling } = options;
  if (subsets.length === 0) {
    throw new ArgumentError('subsetLogLikelihoods({ subsets }): expected at least one subset, found none');
  }
  const results: Record<string, SubsetLogLikelihoods<T>> = {};
  for (const subset of subsets) {
    const { density, components } = proposals(subset);
    const whole = await importanceLogLikelihood({ ...sampling, logWeights: density });
    if (!components) {
      results[subsetName(subset)] = { density: whole };
      continue;
    }
    const each: Record<T, LogLikelihood>[] = [];
    for (const { logWeights } of components) each.push(await importanceLogLikelihood({ ...sampling, logWeights }));
    const weights = components.map(({ weight }) => weight);
    const averages = (Object.keys(whole) as T[]).map((target) => [
      target,
      averageLogLikelihoods(
        weights,
        each.map((own) => own[target]),
      ),
    ]);
    results[subsetName(subset)] = {
      density: whole,
      componentAverage: Object.fromEntries(averages) as Record<T, LogLikelihood>,
    };
  }
  return results;
}
