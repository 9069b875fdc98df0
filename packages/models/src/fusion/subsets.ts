import { ConfigurationError } from '../errors.js';

/** All subsets but the empty one, by size, then in the order of the keys. */
export function nonEmptySubsets<K extends string>(keys: readonly K[]): K[][] {
  const all: K[][] = Array.from({ length: 2 ** keys.length - 1 }, (_, i) =>
    keys.filter((_, k) => Math.floor((i + 1) / 2 ** k) % 2 === 1),
  );
  const indices = (subset: readonly K[]): number[] => subset.map((key) => keys.indexOf(key));
  return all.sort((a, b) => {
    const [left, right] = [indices(a), indices(b)];
    const at = left.findIndex((index, i) => index !== right[i]);
    return a.length - b.length || (at < 0 ? 0 : left[at]! - right[at]!);
  });
}

/** @throws {ConfigurationError} if there is none, one is empty or given twice, or a modality is unknown. */
export function checkSubsets<K extends string>(
  what: string,
  keys: readonly K[],
  subsets: readonly (readonly K[])[],
): void {
  const seen = new Set<string>();
  if (subsets.length === 0) throw new ConfigurationError(`${what}: expected at least one subset, found none.`);
  for (const [i, subset] of subsets.entries()) {
    const unknown = subset.find((key) => !keys.includes(key));
    if (unknown !== undefined) {
      throw new ConfigurationError(
        `${what}: there is no modality '${unknown}'; the modalities are ${keys.join(', ')}.`,
      );
    }
    if (subset.length === 0) throw new ConfigurationError(`${what}: subset ${i} is empty; leave it out.`);
    const name = keys.filter((key) => subset.includes(key)).join('+');
    if (seen.has(name) || new Set(subset).size < subset.length) {
      throw new ConfigurationError(
        `${what}: expected different modalities and subsets, found ${subset.join('+')} at ${i} again.`,
      );
    }
    seen.add(name);
  }
}
