import { type Leaf, type LossTerms, nest, numbersOf, type TermValues } from './terms.js';

/** A partial mean as it is saved: path, weighted sum and total weight. Exact in JSON. */
export type SavedMean = readonly [path: readonly string[], sum: number, weight: number];

/**
 * Means of terms over the batches of an epoch, weighted by batch size. A term that a batch does not report does not
 * count for that batch.
 */
export class TermMeans {
  readonly #sums = new Map<string, { path: readonly string[]; sum: number; weight: number }>();

  /** Takes in one batch of `weight` items. */
  add(values: TermValues, weight: number): void {
    for (const { path, value } of numbersOf(values)) {
      const key = JSON.stringify(path);
      const entry = this.#sums.get(key) ?? { path, sum: 0, weight: 0 };
      entry.sum += value * weight;
      entry.weight += weight;
      this.#sums.set(key, entry);
    }
  }

  /** The means so far, nested as the terms were. */
  means(): LossTerms {
    const leaves = [...this.#sums.values()].map(
      ({ path, sum, weight }): Leaf<number> => ({ path, value: sum / weight }),
    );
    return nest(leaves) as LossTerms;
  }

  /** The exact state for a checkpoint. */
  save(): SavedMean[] {
    return [...this.#sums.values()].map(({ path, sum, weight }) => [path, sum, weight]);
  }

  /** Continues from `save`'s result. */
  static restore(saved: readonly SavedMean[]): TermMeans {
    const means = new TermMeans();
    for (const [path, sum, weight] of saved) means.#sums.set(JSON.stringify(path), { path, sum, weight });
    return means;
  }
}
