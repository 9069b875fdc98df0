import type { DenseMatrix } from '../matrix.js';
import { squaredDistances } from '../squared-distances.js';
import { Smallest } from './smallest.js';
import { TILE } from './tile.js';

/**
 * Squared distance of every row to its k-th nearest other row (equal rows count), exact, without ever holding more than a
 * strip of distances.
 * @param k From 1 to rows − 1.
 */
export function neighbourRadii({ data, rows, columns }: DenseMatrix, k: number): Float64Array {
  const nearest = new Smallest(rows, k);
  const distances = new Float64Array(TILE);
  // Each pair is computed once, tile by tile, so that the rows compared with stay in the cache.
  for (let start = 0; start < rows; start += TILE) {
    const end = Math.min(start + TILE, rows);
    for (let i = 0; i < end; i++) {
      const first = Math.max(start, i + 1);
      const count = end - first;
      if (count <= 0) continue;
      squaredDistances(data, i * columns, data, first, count, columns, distances);
      for (let j = 0; j < count; j++) {
        nearest.offer(i, distances[j]!);
        nearest.offer(first + j, distances[j]!);
      }
    }
  }
  return nearest.kth();
}
