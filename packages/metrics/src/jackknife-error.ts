import { ArgumentError } from '@polyvae/errors';

/** Scatters the places of items, so that groups are as mixed as if they were drawn. */
function scattered(item: number): number {
  const first = Math.imul(item ^ (item >>> 16), 0x45d9f3b);
  const second = Math.imul(first ^ (first >>> 16), 0x45d9f3b);
  return (second ^ (second >>> 16)) >>> 0;
}

/**
 * Standard error of an estimate over items, by the jackknife: what it becomes without each of several groups of them. Holds for
 * smooth estimates such as means and average precisions. Draws no random numbers: which items stand in a group together follows
 * from their places alone, and from no period in them.
 * @param items How many there are.
 * @param estimate The estimate of the items with these indices.
 * @param groups Default 20; never more than there are items.
 * @returns NaN for fewer than two items.
 * @throws {ArgumentError} if `items` is no integer ≥ 0, or `groups` none ≥ 2.
 * @see Efron 1982, "The Jackknife, the Bootstrap and Other Resampling Plans"
 * @example
 * ```ts
 * const error = jackknifeError(labels.length, (kept) => averagePrecisionOf(kept));
 * ```
 */
export function jackknifeError(items: number, estimate: (kept: Uint32Array) => number, groups = 20): number {
  if (!Number.isInteger(items) || items < 0) {
    throw new ArgumentError(`jackknifeError(items): expected an integer ≥ 0, found ${items}`);
  }
  if (!Number.isInteger(groups) || groups < 2) {
    throw new ArgumentError(`jackknifeError(groups): expected an integer ≥ 2, found ${groups}`);
  }
  const used = Math.min(groups, items);
  if (used < 2) return Number.NaN;
  const all = Uint32Array.from({ length: items }, (_, item) => item);
  const groupOf = new Uint32Array(items);
  for (const [rank, item] of all.toSorted((a, b) => scattered(a) - scattered(b)).entries()) groupOf[item] = rank % used;
  const without = Array.from({ length: used }, (_, group) => estimate(all.filter((item) => groupOf[item] !== group)));
  const mean = without.reduce((sum, value) => sum + value, 0) / used;
  const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(((used - 1) / used) * squares);
}
