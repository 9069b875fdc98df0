import { ArgumentError } from '@polyvae/errors';
import { requireShare } from '../require-share.js';

/** Added to the denominator in the published code, so that no precision and no recall give 0, not 0/0. */
const EPSILON = 1e-10;

/**
 * F-score `(1 + β²) P R / (β² P + R)`: β > 1 weighs recall, β < 1 precision.
 * @returns In [0, 1]; 0 if precision and recall are both 0.
 * @throws {ArgumentError} if precision or recall is no number from 0 to 1, or β is not positive.
 * @example
 * ```ts
 * fBeta(0.8, 0.6, 8);
 * ```
 */
export function fBeta(precision: number, recall: number, beta: number): number {
  if (!(beta > 0 && beta < Infinity)) throw new ArgumentError(`fBeta: expected a positive beta, found ${beta}`);
  requireShare('fBeta(precision)', precision);
  requireShare('fBeta(recall)', recall);
  const square = beta * beta;
  return ((1 + square) * precision * recall) / (square * precision + recall + EPSILON);
}

/**
 * The highest F-score on a curve.
 * @throws {ArgumentError} if the curve is empty, precision and recall differ in length or are not in [0, 1], or β is not positive.
 * @see Sajjadi et al. 2018, who give F₈ for recall and F₁⁄₈ for precision
 * @example
 * ```ts
 * const { precision, recall } = prdCurve(real, generated);
 * maxFBeta(precision, recall, 8);
 * ```
 */
export function maxFBeta(precision: ArrayLike<number>, recall: ArrayLike<number>, beta: number): number {
  if (precision.length !== recall.length || precision.length === 0) {
    throw new ArgumentError(
      `maxFBeta: expected a precision for each recall and at least one, found ${precision.length} and ${recall.length}`,
    );
  }
  let highest = 0;
  for (let i = 0; i < precision.length; i++) highest = Math.max(highest, fBeta(precision[i]!, recall[i]!, beta));
  return highest;
}
