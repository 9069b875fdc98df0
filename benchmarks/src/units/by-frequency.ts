/**
 * Attributes by their frequency among test items, the most frequent first. Those that no item has are left out, as of means:
 * they have no average precision.
 */
export function byFrequency(frequencies: readonly number[]): number[] {
  const present = frequencies.flatMap((frequency, attribute) => (frequency > 0 ? [attribute] : []));
  return present.sort((a, b) => frequencies[b]! - frequencies[a]!);
}
