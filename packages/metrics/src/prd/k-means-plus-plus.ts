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
  const distances = new Float64Array(rows);
  const nearest = new Float64Array(rows).fill(Infinity);
  const best = new Float64Array(rows);

  for (let cluster = 0; cluster < clusters; cluster++) {
    let chosen = -1;
    let lowest = Infinity;
    for (let trial = 0; trial < (cluster === 0 ? 1 : trials); trial++) {
      const candidate = cluster === 0 ? rng.integer(0, rows) : drawByWeight(nearest, rng);
      squaredDistances(data, candidate * columns, data, 0, rows, columns, distances);
      let total = 0;
      for (let i = 0; i < rows; i++) {
        if (nearest[i]! < distances[i]!) distances[i] = nearest[i]!;
        total += distances[i]!;
      }
      if (total < lowest) {
        lowest = total;
        chosen = candidate;
        best.set(distances);
      }
    }
    nearest.set(best);
    centres.set(data.subarray(chosen * columns, (chosen + 1) * columns), cluster * columns);
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
