import { Normal, scope, withoutGradient } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';
import { checkExperts, checkGaussian, type GaussianExpert, stackExperts } from './experts.js';
import { alignWeights, rowWeights, type Weights } from './weights.js';

/** Gaussians to be multiplied, stacked along the first axis, and the powers that they are raised to. */
export interface WeightedGaussians {
  /** Means, `[experts, ...batch, ...event]`; 0 for absent experts. */
  readonly locs: tf.Tensor;
  /** Log variances, of the same shape; 0 for absent experts. */
  readonly logVars: tf.Tensor;
  /** Powers, broadcastable with the means; 0 for absent experts. */
  readonly weights: tf.Tensor;
}

/** Mean and log variance of a Gaussian, `[...batch, ...event]`. */
export interface CombinedGaussian {
  /** Mean. */
  readonly loc: tf.Tensor;
  /** Logarithm of the variance. */
  readonly logVar: tf.Tensor;
}

/** A rule by which Gaussians raised to powers become one. */
export type CombineGaussians = (gaussians: WeightedGaussians) => CombinedGaussian;

/**
 * Rounding error of an average of equal locations, 0 where they differ; a constant. Divided by a tiny scale a last digit
 * is a large distance.
 */
function roundingOfEquals(locs: tf.Tensor, average: tf.Tensor, weights: tf.Tensor): tf.Tensor {
  return withoutGradient(() => {
    const present = tf.broadcastTo(tf.greater(weights, 0), locs.shape);
    const lowest = tf.min(tf.where(present, locs, tf.fill(locs.shape, Number.POSITIVE_INFINITY)), 0);
    const highest = tf.max(tf.where(present, locs, tf.fill(locs.shape, Number.NEGATIVE_INFINITY)), 0);
    return tf.where(tf.equal(lowest, highest), tf.sub(lowest, average), tf.zerosLike(average));
  });
}

/** Mean and log variance of the normalised product of Gaussians raised to weights: precision Σ wₖ/σₖ². */
export function combineGaussians({ locs, logVars, weights }: WeightedGaussians): CombinedGaussian {
  // Precisions relative to the sharpest expert's neither overflow nor all vanish, however wide the log variances are;
  // the result does not depend on the shift, so no gradient has to pass through it.
  const shift = withoutGradient(() => tf.min(logVars, 0, true));
  const precisions = tf.mul(weights, tf.exp(tf.sub(shift, logVars)));
  const total = tf.sum(precisions, 0);
  const loc = tf.div(tf.sum(tf.mul(locs, precisions), 0), total);
  return {
    loc: tf.add(loc, roundingOfEquals(locs, loc, weights)),
    logVar: tf.sub(tf.squeeze(shift, [0]), tf.log(total)),
  };
}

/** Choices that a product or a weighted geometric mean of Gaussians is made by. */
interface WeightedProduct {
  readonly argument: string;
  readonly sumToOne: boolean;
  readonly combine: CombineGaussians;
}

/** The product of experts raised to weights, by a rule. */
export function weightedProduct(
  experts: readonly GaussianExpert[],
  weights: Weights | undefined,
  { argument, sumToOne, combine }: WeightedProduct,
): GaussianExpert {
  const batch = checkExperts(argument, experts);
  checkGaussian(argument, experts);
  const event = experts[0]!.eventShape.length;
  return scope(() => {
    const checked = rowWeights(argument, weights, experts.length, batch, sumToOne);
    const { locs, spreads: logVars } = stackExperts(experts, batch, checked);
    const { loc, logVar } = combine({ locs, logVars, weights: alignWeights(checked.tensor, batch.length, event, 0) });
    return Normal.fromLogVar(loc, logVar, { eventDims: event });
  });
}

/**
 * Weighted geometric mean of Gaussians, normalised: ∏ qₖ^wₖ / Z, again a Gaussian.
 * @param experts Event shape `[latent]`; batch shapes broadcast.
 * @param weights Sum to one; equal by default. As a tensor `[experts, batch]` every row has its own; a row's experts of
 *   weight 0 are absent and may hold NaN.
 * @returns Variance 1 / Σ wₖ/σₖ², mean that times Σ wₖ μₖ/σₖ².
 * @throws {ShapeError} if shapes do not fit.
 * @throws {ArgumentError} if weights are negative or do not sum to one.
 * @see Sutter et al. 2020, Definition 3 and Lemma 4 (whose Eq. (21) lost an inverse)
 * @example
 * ```ts
 * const mean = geometricMean([q1, q2], [0.5, 0.5]);
 * ```
 */
export function geometricMean(experts: readonly GaussianExpert[], weights?: Weights): GaussianExpert {
  return weightedProduct(experts, weights, { argument: 'geometricMean', sumToOne: true, combine: combineGaussians });
}

/** Options of {@link productOfExperts}. */
export interface ProductOptions {
  /**
   * Powers of the experts, by default 1 each; need not sum to one. Zeros and ones in a tensor `[experts, batch]` say which
   * experts a row has; absent ones may hold NaN.
   */
  readonly weights?: Weights;
}

/**
 * Normalised product of Gaussian experts ∏ qₖ. Put the prior into the list if it is one of the experts.
 * @throws {ShapeError} if shapes do not fit.
 * @throws {ArgumentError} if weights are negative or all zero.
 * @see Hinton 2002; Wu and Goodman 2018
 * @example
 * ```ts
 * const joint = productOfExperts([q1, q2, Normal.standard([20])]);
 * ```
 */
export function productOfExperts(experts: readonly GaussianExpert[], options: ProductOptions = {}): GaussianExpert {
  const rule = { argument: 'productOfExperts', sumToOne: false, combine: combineGaussians };
  return weightedProduct(experts, options.weights, rule);
}
