import { Normal, scope, withoutGradient } from '@polyvae/distributions';
import { ArgumentError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { checkExperts, checkGaussian, type GaussianExpert, type StackedExperts, stackExperts } from './experts.js';
import { alignWeights, rowWeights, type Weights } from './weights.js';

/** Choices about a product of Gaussians. */
export interface ProductOptions {
  /**
   * Added to every variance before it is inverted. The published code adds 1e-8; the product's definition has no such
   * term, so the default is 0.
   */
  readonly legacyVarianceEpsilon?: number;
}

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

/**
 * Mean and log variance of the normalised product of Gaussians raised to weights: precision Σ wₖ/σₖ².
 * @param weights Aligned with the stacked parameters.
 */
export function combineGaussians(
  { locs, spreads: logVars }: StackedExperts,
  weights: tf.Tensor,
  epsilon: number,
): { loc: tf.Tensor; logVar: tf.Tensor } {
  if (epsilon > 0) {
    const precisions = tf.div(weights, tf.add(tf.exp(logVars), epsilon));
    const total = tf.sum(precisions, 0);
    return { loc: tf.div(tf.sum(tf.mul(locs, precisions), 0), total), logVar: tf.neg(tf.log(total)) };
  }
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

function weightedProduct(
  argument: string,
  experts: readonly GaussianExpert[],
  weights: Weights | undefined,
  sumToOne: boolean,
  options: ProductOptions,
): GaussianExpert {
  const batch = checkExperts(argument, experts);
  checkGaussian(argument, experts);
  const epsilon = options.legacyVarianceEpsilon ?? 0;
  if (!(epsilon >= 0 && epsilon < Infinity)) {
    throw new ArgumentError(`${argument}: legacyVarianceEpsilon must be finite and not negative, found ${epsilon}`);
  }
  const event = experts[0]!.eventShape.length;
  return scope(() => {
    const checked = rowWeights(argument, weights, experts.length, batch, sumToOne);
    const stacked = stackExperts(experts, batch, checked);
    const aligned = alignWeights(checked.tensor, batch.length, event, 0);
    const { loc, logVar } = combineGaussians(stacked, aligned, epsilon);
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
 */
export function geometricMean(
  experts: readonly GaussianExpert[],
  weights?: Weights,
  options: ProductOptions = {},
): GaussianExpert {
  return weightedProduct('geometricMean', experts, weights, true, options);
}

/**
 * Normalised product of Gaussian experts ∏ qₖ. Put the prior into the list if it is one of the experts.
 * @param options.weights Powers of the experts, by default 1 each; need not sum to one. Zeros and ones in a tensor
 *   `[experts, batch]` say which experts a row has; absent ones may hold NaN.
 * @throws {ShapeError} if shapes do not fit.
 * @throws {ArgumentError} if weights are negative or all zero.
 * @see Hinton 2002; Wu and Goodman 2018
 */
export function productOfExperts(
  experts: readonly GaussianExpert[],
  options: ProductOptions & { readonly weights?: Weights } = {},
): GaussianExpert {
  return weightedProduct('productOfExperts', experts, options.weights, false, options);
}
