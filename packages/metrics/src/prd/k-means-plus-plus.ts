import type { Rng } from '@polyvae/random';
import type { DenseMatrix } from '../matrix.js';
import { squaredDistances } from '../squared-distances.js';

/**
 * Starting centres for k-means: the first uniformly, each further one with a probability proportional to the squared
 * distance to the nearest centre so far. Of `2 + ⌊ln clusters⌋` draws the one that lowers the sum of these most is kept.
 * @param points At least one row.
 * @returns Row-major, `clusters` rows; some coincide if there are fewer distinct points.
 * @see Arthur & Vassilvitskii 2007; the greedy variant is scikit-learn's
 */
export function kMeansPlusPlus(points: DenseMatrix, clusters: number, rng: Rng): Float64Array {
  const { data, rows, columns } = points;
  const trials = 2 + Math.floor(Math.log(clusters));
  const centres = new Float64Array(clusters * columns);
  const nearest = new Float64Array(rows).fill(Infinity);
  const candidates = new Float64Array(trials * columns);
  const distances = new Float64Array(rows * trials);

  for (let cluster = 0; cluster < clusters; cluster++) {
    const count = cluster === 0 ? 1 : trials;
    for (let trial = 0; trial < count; trial++) {
      const from = (cluster === 0 ? rng.integer(0, rows) : drawByWeight(nearest, rng)) * columns;
      candidates.set(data.subarray(from, from + columns), trial * columns);
    }
    // Row by row against all candidates, which stay in the cache: memory is what takes the time.
    const totals = new Float64Array(count);
    for (let i = 0; i < rows; i++) {
      const own = distances.subarray(i * count, (i + 1) * count);
      squaredDistances(data, i * columns, candidates, 0, count, columns, own);
      for (let trial = 0; trial < count; trial++) {
        if (nearest[i]! < own[trial]!) own[trial] = nearest[i]!;
        totals[trial]! += own[trial]!;
      }
    }
    const best = totals.indexOf(totals.reduce((least, total) => Math.min(least, total), Infinity));
    for (let i = 0; i < rows; i++) nearest[i] = distances[i * count + best]!;
    centres.set(candidates.subarray(best * columns, (best + 1) * columns), cluster * columns);
  }
  return centres;
}

/** An index with a probability proportional to its weight; any index if all weights are 0. */
function drawByWeight(weights: Float64Array, rng: Rng): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  if (total === 0) return rng.integer(0, weights.length);
  let rest = rng.uniform() * total;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    rest -= weights[i]!;
    last = i;
    if (rest < 0) return i;
  }
  return last;
}
