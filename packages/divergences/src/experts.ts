import { type Distribution, Independent, Laplace, Normal } from '@polyvae/distributions';
import { ArgumentError, ArgumentTypeError, ShapeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { describeKind } from './kind.js';
import { alignWeights, isPresent, type RowWeights } from './weights.js';

/** A Gaussian with independent elements, such as an encoder's posterior or the standard normal prior. */
export type GaussianExpert = Independent<Normal>;

/** Distributions that can be mixed, all experts of one family. */
export type Expert = Independent<Normal> | Independent<Laplace>;

/** Batch shape that all experts broadcast to. */
function commonBatch(argument: string, experts: readonly Distribution[]): number[] {
  let batch: number[] = [];
  for (const [k, expert] of experts.entries()) {
    try {
      batch = tf.broadcast_util.assertAndGetBroadcastShape(batch, [...expert.batchShape]);
    } catch {
      throw new ShapeError(
        `${argument}: batch shape of expert ${k}`,
        `broadcastable with [${batch.join(', ')}]`,
        expert.batchShape,
      );
    }
  }
  return batch;
}

/**
 * Checks a list of experts.
 * @returns The batch shape they share.
 * @throws {ArgumentError} if there are none.
 * @throws {ShapeError} if event shapes differ or batch shapes do not broadcast.
 */
export function checkExperts(argument: string, experts: readonly Distribution[]): number[] {
  const first = experts[0];
  if (!first) throw new ArgumentError(`${argument}: expected at least one distribution, found none`);
  for (const [k, expert] of experts.entries()) {
    const same =
      expert.eventShape.length === first.eventShape.length &&
      expert.eventShape.every((size, i) => size === first.eventShape[i]);
    if (!same) {
      throw new ShapeError(`${argument}: event shape of expert ${k}`, first.eventShape, expert.eventShape);
    }
  }
  return commonBatch(argument, experts);
}

/** Whether a distribution is an `Independent` of the base family. */
export function isIndependentOf(kind: 'normal' | 'laplace', expert: Distribution): expert is Expert {
  return expert instanceof Independent && expert.base.kind === kind;
}

/**
 * @throws {ArgumentTypeError} naming the first expert that is not an `Independent<Normal>`.
 */
export function checkGaussian(argument: string, experts: readonly Distribution[]): asserts experts is GaussianExpert[] {
  const wrong = experts.findIndex((expert) => !isIndependentOf('normal', expert));
  if (wrong >= 0) {
    throw new ArgumentTypeError(
      `${argument}: expected Independent(normal) experts, found ${describeKind(experts[wrong]!)} at index ${wrong}; ` +
        'make them with Normal.fromLogVar(loc, logVar, { eventDims: 1 })',
    );
  }
}

/**
 * @throws {ArgumentTypeError} naming the first expert that is neither normal nor Laplace, or of another family than the first.
 */
export function checkFamily(argument: string, experts: readonly Distribution[]): asserts experts is Expert[] {
  for (const [k, expert] of experts.entries()) {
    if (!isIndependentOf('normal', expert) && !isIndependentOf('laplace', expert)) {
      throw new ArgumentTypeError(
        `${argument}: expected Independent(normal) or Independent(laplace) experts, ` +
          `found ${describeKind(expert)} at index ${k}`,
      );
    }
    if (expert.base.kind !== (experts[0] as Expert).base.kind) {
      throw new ArgumentTypeError(
        `${argument}: expected experts of one family, ` +
          `found ${describeKind(experts[0]!)} and, at index ${k}, ${describeKind(expert)}`,
      );
    }
  }
}

/** An expert's locations. */
export function locOf(expert: Expert): tf.Tensor {
  return expert.base.loc;
}

/** An expert's other parameter: the log variance of a Gaussian, the scale of a Laplace distribution. */
export function spreadOf(expert: Expert): tf.Tensor {
  return expert.base instanceof Normal ? expert.base.logVar() : expert.base.scale;
}

/** Parameters of all experts, `[experts, ...batch, ...event]`. */
export interface StackedExperts {
  readonly locs: tf.Tensor;
  /** Log variances of Gaussians, scales of Laplace distributions. */
  readonly spreads: tf.Tensor;
}

/**
 * Stacks parameters along a new axis and, where weights may be zero, puts neutral parameters in place of those of absent
 * experts: what an absent expert holds (NaN included) reaches neither values nor gradients.
 */
export function stackExperts(
  experts: readonly Expert[],
  batch: readonly number[],
  weights: RowWeights | undefined,
  axis: number = 0,
): StackedExperts {
  const event = experts[0]!.eventShape;
  const full = [...batch, ...event];
  const spread = (x: tf.Tensor): tf.Tensor => tf.broadcastTo(x, full);
  let locs = tf.stack(
    experts.map((expert) => spread(locOf(expert))),
    axis,
  );
  let spreads = tf.stack(
    experts.map((expert) => spread(spreadOf(expert))),
    axis,
  );
  if (weights?.mayBeZero) {
    const aligned = alignWeights(weights.tensor, batch.length, event.length, axis);
    const present = tf.broadcastTo(isPresent(aligned), locs.shape);
    const neutral = experts[0]!.base instanceof Normal ? 0 : 1;
    locs = tf.where(present, locs, tf.zerosLike(locs));
    spreads = tf.where(present, spreads, tf.fill(spreads.shape, neutral));
  }
  return { locs, spreads };
}

/** The expert family's distribution with the given parameters. */
export function expertOf(like: Expert, loc: tf.Tensor, spread: tf.Tensor, eventDims: number): Expert {
  return like.base instanceof Laplace
    ? new Independent(new Laplace(loc, spread), eventDims)
    : Normal.fromLogVar(loc, spread, { eventDims });
}
