import type { RandomCoherence } from '../random-coherence.js';

/**
 * The published code's count of coherent items, for three modalities `(m == s) == (m == t)`: the share of items in which the
 * first modality agrees with all others or with none of them. By chance, with ten classes, 0.82 instead of 0.01. Of two
 * modalities it counts their agreement, as `coherence` does.
 * @example
 * ```ts
 * const random = await randomCoherence({ classify, count: 10_000, generate });
 * publishedCoherence(random); // beside random.coherence
 * ```
 */
export function publishedCoherence({ predictions, count }: Pick<RandomCoherence, 'predictions' | 'count'>): number {
  const [first = [], ...others] = Object.values(predictions);
  const like = first.map((label, i) => others.filter((own) => own[i] === label).length);
  const counted = like.filter((n) => n === others.length || (others.length > 1 && n === 0));
  return counted.length / count;
}
