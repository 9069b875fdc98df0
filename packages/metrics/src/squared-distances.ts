/**
 * Squared Euclidean distances of one point to consecutive points, summed coordinate by coordinate in one order: equal
 * points are at distance exactly 0, and the distance of a pair does not depend on which of the two comes first.
 * @param points Row-major, `dimensions` numbers a row.
 * @param origin Where the one point begins in `points`.
 * @param others Row-major; may be the same array.
 * @param first Index of the first row of `others`.
 * @param count Rows of `others` to go through.
 * @param out Receives `count` distances.
 */
export function squaredDistances(
  points: Float64Array,
  origin: number,
  others: Float64Array,
  first: number,
  count: number,
  dimensions: number,
  out: Float64Array,
): void {
  let at = first * dimensions;
  let row = 0;
  // Four rows at a time: every coordinate of the one point is loaded once for four sums.
  for (; row + 4 <= count; row += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    const [second, third, fourth] = [at + dimensions, at + 2 * dimensions, at + 3 * dimensions];
    for (let k = 0; k < dimensions; k++) {
      const x = points[origin + k]!;
      const da = x - others[at + k]!;
      const db = x - others[second + k]!;
      const dc = x - others[third + k]!;
      const dd = x - others[fourth + k]!;
      a += da * da;
      b += db * db;
      c += dc * dc;
      d += dd * dd;
    }
    out[row] = a;
    out[row + 1] = b;
    out[row + 2] = c;
    out[row + 3] = d;
    at += 4 * dimensions;
  }
  for (; row < count; row++) {
    let sum = 0;
    for (let k = 0; k < dimensions; k++) {
      const difference = points[origin + k]! - others[at + k]!;
      sum += difference * difference;
    }
    out[row] = sum;
    at += dimensions;
  }
}
