import { Normal, scope, withoutGradient } from '@polyvae/distributions';
import { ShapeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { checkExperts, checkGaussian, type GaussianExpert, stackExperts } from './experts.js';
import { alignWeights, isPresent, rowWeights } from './weights.js';

/** Choices about products of subsets. */
export interface SubsetProductOptions {
  /** 1 where a row has an expert, else 0, `[experts, batch]`; absent ones may hold NaN. Default: all rows have all. */
  readonly present?: tf.Tensor;
}

/** Experts that are wider than the sharpest by more than e to this, in variance, count as so wide. */
const WIDEST = 80;

/**
 * Normalised products of several subsets of the same Gaussian experts, in two matrix products however many subsets there
 * are. Put the prior into the list if it is an expert of some.
 * @param experts Event shape `[latent]`; batch shapes broadcast.
 * @param members 1 where a subset has an expert, else 0, `[subsets, experts]`.
 * @returns Batch shape `[subsets, ...batch]`: of each subset the product of the experts that a row has; where it has none
 *   of them the result is finite and means nothing.
 * @throws {ShapeError} if shapes do not fit.
 * @see Wu and Goodman 2018 for one product; Sutter, Daunhawer and Vogt 2021 for those of all subsets
 * @example
 * ```ts
 * productsOfSubsets([q1, q2], tf.tensor2d([[1, 0], [0, 1], [1, 1]])); // q1, q2 and their product
 * ```
 */
export function productsOfSubsets(
  experts: readonly GaussianExpert[],
  members: tf.Tensor2D,
  { present }: SubsetProductOptions = {},
): GaussianExpert {
  const batch = checkExperts('productsOfSubsets', experts);
  checkGaussian('productsOfSubsets', experts);
  if (members.shape[1] !== experts.length) {
    throw new ShapeError('productsOfSubsets: members', `[subsets, ${experts.length}]`, members.shape);
  }
  const { eventShape: event } = experts[0]!;
  return scope(() => {
    const rows = present && rowWeights('productsOfSubsets', present, experts.length, batch, false);
    const { locs, spreads: logVars } = stackExperts(experts, batch, rows);
    // Relative to the sharpest expert's, precisions do not overflow; the result does not depend on the shift.
    const shift = withoutGradient(() => tf.min(logVars, 0, true));
    const relative = tf.exp(tf.maximum(tf.sub(shift, logVars), -WIDEST));
    const precisions = rows ? tf.mul(relative, alignWeights(rows.tensor, batch.length, event.length, 0)) : relative;
    const sums = (values: tf.Tensor): tf.Tensor =>
      tf.reshape(tf.matMul(members, tf.reshape(values, [experts.length, -1])), [members.shape[0], ...batch, ...event]);
    const total = sums(precisions);
    const safe = tf.where(isPresent(total), total, tf.onesLike(total));
    const loc = tf.div(sums(tf.mul(precisions, locs)), safe);
    return Normal.fromLogVar(loc, tf.sub(shift, tf.log(safe)), { eventDims: event.length });
  });
}
