import { type Distribution, type Estimate, estimateOverSamples, logSumExp } from '@polyvae/distributions';
import { ArgumentTypeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { klNormals } from './closed-forms.js';
import { checkExperts, checkGaussian, expertOf, isIndependentOf, stackExperts } from './experts.js';
import { type CombineGaussians, combineGaussians } from './geometric-mean.js';
import { drawPathwise, type MonteCarloOptions } from './monte-carlo-kl.js';
import { alignWeights, isPresent, type RowWeights, rowWeights, type Weights } from './weights.js';

/** Jensen-Shannon divergence to the weighted geometric mean: closed form, Gaussians only. */
export interface GeometricJensenShannon {
  /** The mean that the divergence is to: the weighted geometric mean. */
  readonly mean: 'geometric';
  /** Sum to one; equal by default. */
  readonly weights?: Weights;
}

/** Jensen-Shannon divergence to the mixture: estimated from draws, any families. */
export interface ArithmeticJensenShannon extends MonteCarloOptions {
  /** The mean that the divergence is to: the mixture. */
  readonly mean: 'arithmetic';
  /** Sum to one; equal by default. */
  readonly weights?: Weights;
}

/**
 * Jensen-Shannon divergence of M distributions to their weighted geometric mean, Σ wⱼ KL(qⱼ ‖ ∏ q_ν^w_ν / Z); closed form.
 * @param distributions Gaussians with independent elements, event shape `[latent]`; batch shapes broadcast.
 * @param options.weights As a tensor `[distributions, batch]` every row has its own; a row's distributions of weight 0 are
 *   absent and may hold NaN.
 * @returns Nats, shape `[batch]`; not reduced, differentiable.
 * @throws {ShapeError} if shapes do not fit.
 * @throws {ArgumentError} if weights are negative or do not sum to one.
 * @see Sutter et al. 2020, Definition 1, Section 3.4; Nielsen 2019
 * @example
 * ```ts
 * const nats = jensenShannon([q1, q2, prior], { mean: 'geometric' }); // [batch]
 * const { estimate } = jensenShannon([q1, q2, prior], { mean: 'arithmetic', samples: 8, rng });
 * ```
 */
export function jensenShannon(distributions: readonly Distribution[], options: GeometricJensenShannon): tf.Tensor;
/**
 * Jensen-Shannon divergence of M distributions to their mixture, Σ wⱼ KL(qⱼ ‖ Σ w_ν q_ν), estimated from `samples` draws of
 * each.
 * @param distributions Any families over the same space; batch shapes broadcast.
 * @param options.weights As a tensor `[distributions, batch]` every row has its own; normal and Laplace distributions of
 *   weight 0 are absent and may hold NaN.
 * @returns Nats and their standard errors, shape `[batch]` each; the estimate is differentiable where all distributions
 *   have pathwise draws.
 * @throws {ShapeError} if shapes do not fit.
 * @throws {ArgumentError} if weights are negative or do not sum to one, or there are fewer than two samples.
 * @see Sutter et al. 2020, Eq. (4); {@link jensenShannonBounds} encloses it
 */
export function jensenShannon(distributions: readonly Distribution[], options: ArithmeticJensenShannon): Estimate;
export function jensenShannon(
  distributions: readonly Distribution[],
  options: GeometricJensenShannon | ArithmeticJensenShannon,
): tf.Tensor | Estimate {
  if (options.mean === 'geometric') return geometricJensenShannon(distributions, options.weights, combineGaussians);
  if (options.mean === 'arithmetic') return arithmetic(distributions, options);
  const found = JSON.stringify((options as { mean?: unknown }).mean);
  throw new ArgumentTypeError(`jensenShannon: mean must be 'geometric' or 'arithmetic', found ${found}`);
}

/** Jensen-Shannon divergence to the weighted geometric mean that a rule forms. */
export function geometricJensenShannon(
  distributions: readonly Distribution[],
  given: Weights | undefined,
  combine: CombineGaussians,
): tf.Tensor {
  const batch = checkExperts('jensenShannon', distributions);
  checkGaussian('jensenShannon with the geometric mean', distributions);
  const event = distributions[0]!.eventShape.length;
  return tf.tidy(() => {
    const weights = rowWeights('jensenShannon', given, distributions.length, batch);
    const { locs, spreads: logVars } = stackExperts(distributions, batch, weights);
    const aligned = alignWeights(weights.tensor, batch.length, event, 0);
    const mean = combine({ locs, logVars, weights: aligned });
    const divergences = klNormals(locs, logVars, mean.loc, mean.logVar);
    const eventAxes = Array.from({ length: event }, (_, i) => 1 + batch.length + i);
    return tf.sum(tf.mul(divergences, aligned), [0, ...eventAxes]);
  });
}

/** The distributions with neutral parameters in the rows where their weight is 0, as far as the family is known here. */
function withoutAbsent(
  distributions: readonly Distribution[],
  batch: readonly number[],
  weights: RowWeights,
): readonly Distribution[] {
  if (!weights.mayBeZero) return distributions;
  return distributions.map((distribution, k) => {
    if (!isIndependentOf('normal', distribution) && !isIndependentOf('laplace', distribution)) return distribution;
    const own = tf.slice(weights.tensor, [k], [1]);
    const { locs, spreads } = stackExperts([distribution], batch, { tensor: own, mayBeZero: true });
    const [loc, spread] = [tf.squeeze(locs, [0]), tf.squeeze(spreads, [0])];
    return expertOf(distribution, loc, spread, distribution.eventShape.length);
  });
}

/** Draws `[samples, ...batch, ...event]` of a member with fewer batch axes than the others get the missing ones, of length 1. */
function alongBatch(draws: tf.Tensor, { batchShape, eventShape }: Distribution, batchRank: number): tf.Tensor {
  const missing = new Array<number>(batchRank - batchShape.length).fill(1);
  return tf.reshape(draws, [draws.shape[0], ...missing, ...batchShape, ...eventShape]);
}

function arithmetic(distributions: readonly Distribution[], options: ArithmeticJensenShannon): Estimate {
  const batch = checkExperts('jensenShannon', distributions);
  return tf.tidy(() => {
    const weights = rowWeights('jensenShannon', options.weights, distributions.length, batch);
    const members = withoutAbsent(distributions, batch, weights);
    const aligned = alignWeights(weights.tensor, batch.length, 0, 0);
    const present = isPresent(aligned);
    const logWeights = tf.log(tf.where(present, aligned, tf.onesLike(aligned)));
    const terms = members.map((member, j) => {
      const x = alongBatch(drawPathwise(member, options), member, batch.length);
      const full = [options.samples, ...batch];
      const logs = tf.stack(members.map((other) => tf.broadcastTo(other.logProb(x), full)));
      const spreadOver = (x: tf.Tensor): tf.Tensor => tf.broadcastTo(tf.expandDims(x, 1), logs.shape);
      const weighted = tf.add(logs, spreadOver(logWeights));
      const absent = tf.fill(logs.shape, Number.NEGATIVE_INFINITY);
      const logMixture = logSumExp(tf.where(spreadOver(present), weighted, absent), 0);
      return estimateOverSamples(tf.sub(tf.gather(logs, j), logMixture));
    });
    // Draws of different members are independent, so that the variances of their means add up.
    const over = (values: tf.Tensor[], factors: tf.Tensor): tf.Tensor => {
      const stacked = tf.stack(values);
      const factor = tf.broadcastTo(factors, stacked.shape);
      const zeros = tf.zerosLike(stacked);
      return tf.sum(tf.mul(tf.where(isPresent(factor), stacked, zeros), factor), 0);
    };
    const estimate = over(
      terms.map((term) => term.estimate),
      aligned,
    );
    const variance = over(
      terms.map((term) => tf.square(term.standardError)),
      tf.square(aligned),
    );
    return { estimate, standardError: tf.sqrt(variance) };
  });
}
