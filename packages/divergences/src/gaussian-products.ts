import type * as tf from '@tensorflow/tfjs-core';
import type { GaussianExpert } from './experts.js';
import { type CombineGaussians, type ProductOptions, weightedProduct } from './geometric-mean.js';
import { geometricJensenShannon } from './jensen-shannon.js';
import type { Weights } from './weights.js';

/** Products of Gaussian experts by one rule, and the divergence to their mean; models take them as a part. */
export interface GaussianProducts {
  /** Name of the rule, kept with a model. */
  readonly kind: string;
  /** Numbers that the rule depends on, kept with a model. */
  readonly settings: Readonly<Record<string, number>>;
  /** Normalised product, as `productOfExperts` forms it by the usual rule. */
  productOfExperts(experts: readonly GaussianExpert[], options?: ProductOptions): GaussianExpert;
  /** Weighted geometric mean, as `geometricMean` forms it by the usual rule. */
  geometricMean(experts: readonly GaussianExpert[], weights?: Weights): GaussianExpert;
  /** Jensen-Shannon divergence to that mean, in nats, `[batch]`. */
  jensenShannon(experts: readonly GaussianExpert[], weights?: Weights): tf.Tensor;
}

/** Options of {@link gaussianProducts}. */
export interface GaussianProductsOptions {
  /** Name of the rule. */
  readonly kind: string;
  /** Numbers that the rule depends on; default none. */
  readonly settings?: Readonly<Record<string, number>>;
  /** The rule: mean and log variance of Gaussians raised to powers. */
  readonly combine: CombineGaussians;
}

/**
 * Products of Gaussian experts by a rule of your own; shapes, weights and absent experts are checked as everywhere.
 * @example
 * ```ts
 * const careful = gaussianProducts({
 *   kind: 'averaged',
 *   combine: ({ locs, logVars, weights }) => averageOf(locs, logVars, weights),
 * });
 * careful.productOfExperts([q1, q2, prior]);
 * ```
 */
export function gaussianProducts({ kind, settings = {}, combine }: GaussianProductsOptions): GaussianProducts {
  return {
    kind,
    settings,
    productOfExperts: (experts, { weights } = {}) =>
      weightedProduct(experts, weights, { argument: 'productOfExperts', sumToOne: false, combine }),
    geometricMean: (experts, weights) =>
      weightedProduct(experts, weights, { argument: 'geometricMean', sumToOne: true, combine }),
    jensenShannon: (experts, weights) => geometricJensenShannon(experts, weights, combine),
  };
}
