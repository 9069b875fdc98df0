/** The middle value; the mean of the two in the middle of an even number. */
export function median(values) {
  if (values.length === 0) throw new RangeError('median: expected at least one value, found none');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, smallest and largest. */
export function spread(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Ratio of two engines' times, round by round: both were measured under the same load only within a round. */
export function ratios(times, others) {
  return times.map((ms, i) => ms / others[i]);
}
