import { checkBatchSize } from '../batch-size.js';
import { checkWeights } from '../weights.js';
import { float32Sum } from './float32-sum.js';

/**
 * The published code's assignment: consecutive blocks of ⌊batchSize · wₖ⌋ rows, the last expert takes the rest. Weights
 * and products are rounded to float32, as there.
 * @param weights One for each expert. They are used as they are; the published code divides them by their sum first (in
 *   float32: see {@link renormaliseFloat32}).
 * @throws {ArgumentError} if weights are negative or do not sum to one.
 * @example
 * ```ts
 * blockAssignment(4, [0.5, 0.5]); // 0, 0, 1, 1
 * ```
 */
export function blockAssignment(batchSize: number, weights: readonly number[]): Int32Array {
  checkBatchSize('blockAssignment', batchSize);
  checkWeights('blockAssignment', weights, weights.length, true);
  const assignment = new Int32Array(batchSize).fill(weights.length - 1);
  let start = 0;
  for (const [k, weight] of weights.slice(0, -1).entries()) {
    const end = Math.min(batchSize, start + Math.floor(Math.fround(batchSize * Math.fround(weight))));
    assignment.fill(k, start, end);
    start = end;
  }
  return assignment;
}

/**
 * Divides weights by their sum in float32, as the published code does; its block boundaries depend on the rounding.
 * @throws {ArgumentError} if one is negative or not finite, or all are zero.
 * @example
 * ```ts
 * blockAssignment(256, renormaliseFloat32([1, 1, 1]));
 * ```
 */
export function renormaliseFloat32(weights: readonly number[]): number[] {
  checkWeights('renormaliseFloat32', weights, weights.length, false);
  const sum = float32Sum(weights);
  return weights.map((weight) => Math.fround(Math.fround(weight) / sum));
}
