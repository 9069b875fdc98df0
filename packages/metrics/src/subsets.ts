import { ArgumentError } from '@polyvae/errors';

/**
 * All non-empty subsets of some keys, the smaller first, each in the order of `keys`.
 * @example `allSubsets(['m', 's'])` is `[['m'], ['s'], ['m', 's']]`
 */
export function allSubsets<const K extends string>(keys: readonly K[]): K[][] {
  if (new Set(keys).size !== keys.length)
    throw new ArgumentError(`allSubsets(keys): a key is there twice in [${keys}]`);
  if (keys.length > 20) throw new ArgumentError(`allSubsets(keys): expected at most 20 keys, found ${keys.length}`);
  const ofSize = (size: number, from: number): K[][] =>
    size === 0
      ? [[]]
      : keys.flatMap((key, i) => (i < from ? [] : ofSize(size - 1, i + 1).map((rest) => [key, ...rest])));
  return keys.flatMap((_, i) => ofSize(i + 1, 0));
}

/**
 * The name of a subset in results: its keys joined by `+`.
 * @example
 * ```ts
 * subsetName(['mnist', 'text']); // 'mnist+text'
 * ```
 */
export function subsetName(subset: readonly string[]): string {
  return subset.join('+');
}
