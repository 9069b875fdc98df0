import { ValueError, valueChecksEnabled, withoutGradient } from '@polyvae/distributions';
import { ArgumentError, ShapeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Weights of experts: one number for each, or a tensor `[experts]` or `[experts, batch]` with a row's own weights in its
 * column (0 where the row lacks that expert).
 */
export type Weights = readonly number[] | tf.Tensor;

/** Checked weights as a tensor. */
export interface RowWeights {
  /** `[experts]` or `[experts, batch]`. */
  readonly tensor: tf.Tensor;
  /** Whether an absent expert (weight 0) has to be reckoned with. */
  readonly mayBeZero: boolean;
}

/** How far from one a sum of weights may be: float32 rounding of a dozen weights stays far below. */
const SUM_TOLERANCE = 1e-4;

/**
 * Checks plain weights.
 * @throws {ArgumentError} if the number differs, one is negative or not finite, or they do not sum to one.
 */
export function checkWeights(argument: string, weights: readonly number[], experts: number, sumToOne: boolean): void {
  const shown = `[${weights.join(', ')}]`;
  if (weights.length !== experts) {
    throw new ArgumentError(`${argument}: expected ${experts} weights (one for each expert), found ${weights.length}`);
  }
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong >= 0) {
    throw new ArgumentError(
      `${argument}: weights must be finite and not negative, found ${weights[wrong]} at index ${wrong} of ${shown}`,
    );
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sumToOne && Math.abs(sum - 1) > SUM_TOLERANCE) {
    throw new ArgumentError(
      `${argument}: weights must sum to 1, ${shown} sum to ${sum}; renormalise(weights) divides by the sum`,
    );
  }
  if (!(sum > 0)) throw new ArgumentError(`${argument}: at least one weight must be positive, found ${shown}`);
}

/**
 * Checks weights of either form.
 * @throws {ArgumentError} for plain weights that are no distribution.
 * @throws {ShapeError} for tensors of another shape than `[experts]` or `[experts, ...batch]`.
 * @throws {ValueError} for a tensor's values, while value checks are on.
 */
export function rowWeights(
  argument: string,
  weights: Weights | undefined,
  experts: number,
  batch: readonly number[],
  sumToOne: boolean = true,
): RowWeights {
  if (weights === undefined) {
    return { tensor: tf.fill([experts], sumToOne ? 1 / experts : 1), mayBeZero: false };
  }
  if (!(weights instanceof tf.Tensor)) {
    checkWeights(argument, weights, experts, sumToOne);
    return { tensor: tf.tensor1d([...weights], 'float32'), mayBeZero: weights.includes(0) };
  }
  const { shape } = weights;
  const perRow = shape.length === batch.length + 1 && batch.every((size, i) => shape[i + 1] === size);
  if (shape[0] !== experts || !(shape.length === 1 || perRow)) {
    throw new ShapeError(`${argument}: weights`, `[${experts}] or [${[experts, ...batch].join(', ')}]`, shape);
  }
  if (valueChecksEnabled()) checkTensorValues(argument, weights, sumToOne);
  return { tensor: weights, mayBeZero: true };
}

function checkTensorValues(argument: string, weights: tf.Tensor, sumToOne: boolean): void {
  const values = weights.dataSync();
  const [experts = 0] = weights.shape;
  const rows = values.length / experts;
  for (let row = 0; row < rows; row++) {
    const column = Array.from({ length: experts }, (_, k) => values[k * rows + row]!);
    try {
      checkWeights(argument, column, experts, sumToOne);
    } catch (error) {
      throw new ValueError(`${argument}: weights of row ${row}`, 'a distribution', (error as Error).message);
    }
  }
}

/** Where weights are above 0; not part of what is differentiated. */
export function isPresent(weights: tf.Tensor): tf.Tensor {
  return withoutGradient(() => tf.greater(weights, 0));
}

/**
 * Reshapes weights `[experts, ...batch]` or `[experts]` so that they broadcast against parameters whose expert axis is at
 * `axis` (0 or after the batch).
 */
export function alignWeights(weights: tf.Tensor, batchRank: number, eventRank: number, axis: number): tf.Tensor {
  const [experts = 0] = weights.shape;
  const ones = (n: number): number[] => new Array<number>(n).fill(1);
  const perRow = weights.rank > 1;
  if (axis === 0) {
    const batch = perRow ? weights.shape.slice(1) : ones(batchRank);
    return tf.reshape(weights, [experts, ...batch, ...ones(eventRank)]);
  }
  if (!perRow) return tf.reshape(weights, [...ones(batchRank), experts, ...ones(eventRank)]);
  const moved = tf.transpose(weights, [...weights.shape.slice(1).map((_, i) => i + 1), 0]);
  return tf.reshape(moved, [...moved.shape, ...ones(eventRank)]);
}

/**
 * Divides weights by their sum.
 * @throws {ArgumentError} if one is negative or not finite, or all are zero.
 * @example
 * ```ts
 * renormalise([1, 1, 2]); // [0.25, 0.25, 0.5]
 * ```
 */
export function renormalise(weights: readonly number[]): number[] {
  checkWeights('renormalise', weights, weights.length, false);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * Every row's own weights: those of the experts it has, renormalised; 0 for those it lacks.
 * @param weights One for each expert; need not sum to one.
 * @param present Truth values `[experts, batch]`; every column must have a true one.
 * @returns `[experts, batch]`.
 * @throws {ShapeError} if `present` has another number of experts.
 * @throws {ValueError} if a row has nothing, while value checks are on.
 * @example
 * ```ts
 * const weights = weightsOfPresent([0.3, 0.3, 0.4], present); // present [3, batch], zeros and ones
 * ```
 */
export function weightsOfPresent(weights: readonly number[], present: tf.Tensor): tf.Tensor {
  checkWeights('weightsOfPresent', weights, weights.length, false);
  if (present.rank !== 2 || present.shape[0] !== weights.length) {
    throw new ShapeError('weightsOfPresent: present', `[${weights.length}, batch]`, present.shape);
  }
  return tf.tidy(() => {
    const kept = tf.mul(tf.cast(present, 'float32'), tf.tensor2d([...weights], [weights.length, 1], 'float32'));
    const result = tf.div(kept, tf.sum(kept, 0));
    if (valueChecksEnabled()) checkTensorValues('weightsOfPresent', result, true);
    return result;
  });
}
