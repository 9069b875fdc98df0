import { ArgumentError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import { checkBatchSize } from './batch-size.js';
import { checkWeights, renormalise } from './weights.js';

/**
 * Assigns every row of a batch to a mixture component by systematic sampling: row i takes u = (perm(i) + U) / batchSize
 * against its own cumulative weights. Each row's component has exactly its weights' distribution, and with common weights
 * the counts in a batch differ from weight · batchSize by less than one.
 * @param weights One number for each expert, summing to one; or such a list for every row, renormalised row by row (0 for
 *   experts that the row lacks).
 * @returns For every row the index of its expert; never one of weight 0.
 * @throws {ArgumentError} if weights are negative, do not sum to one, or a row has none that is positive.
 * @example
 * ```ts
 * const drawn = takeComponents([q1, q2], stratifiedAssignment(256, [0.5, 0.5], rng));
 * ```
 */
export function stratifiedAssignment(
  batchSize: number,
  weights: readonly number[] | readonly (readonly number[])[],
  rng: Rng,
): Int32Array {
  checkBatchSize('stratifiedAssignment', batchSize);
  const rows = rowsOf(batchSize, weights);
  const order = rng.permutation(batchSize);
  const offset = rng.uniform();
  return Int32Array.from({ length: batchSize }, (_, i) => quantile(rows(i), (order[i]! + offset) / batchSize));
}

function rowsOf(
  batchSize: number,
  weights: readonly number[] | readonly (readonly number[])[],
): (row: number) => readonly number[] {
  if (weights.length > 0 && !Array.isArray(weights[0])) {
    const common = weights as readonly number[];
    checkWeights('stratifiedAssignment', common, common.length, true);
    const normalised = renormalise(common);
    return () => normalised;
  }
  const perRow = weights as readonly (readonly number[])[];
  if (perRow.length !== batchSize) {
    throw new ArgumentError(`stratifiedAssignment: expected weights for ${batchSize} rows, found ${perRow.length}`);
  }
  return (row) => {
    const own = perRow[row]!;
    checkWeights(`stratifiedAssignment: row ${row}`, own, perRow[0]!.length, false);
    return renormalise(own);
  };
}

/** The first index at which the cumulative weights exceed u; rounding can never lead to a weight of 0. */
function quantile(weights: readonly number[], u: number): number {
  let sum = 0;
  let last = 0;
  for (const [k, weight] of weights.entries()) {
    if (weight === 0) continue;
    sum += weight;
    last = k;
    if (u < sum) return k;
  }
  return last;
}
