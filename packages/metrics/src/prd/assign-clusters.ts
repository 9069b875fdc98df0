import type { DenseMatrix } from '../matrix.js';
import { squaredDistances } from '../squared-distances.js';

/**
 * The nearest centre of every point; the first of equally near ones.
 * @param centres Row-major, as many columns as the points.
 * @param assignments Receives an index of a centre for each point.
 * @returns Inertia: the sum of squared distances to the nearest centres.
 */
export function assignClusters(points: DenseMatrix, centres: Float64Array, assignments: Uint32Array): number {
  const { data, rows, columns } = points;
  const distances = new Float64Array(centres.length / columns);
  let inertia = 0;
  for (let i = 0; i < rows; i++) {
    squaredDistances(data, i * columns, centres, 0, distances.length, columns, distances);
    let nearest = 0;
    for (let c = 1; c < distances.length; c++) {
      if (distances[c]! < distances[nearest]!) nearest = c;
    }
    assignments[i] = nearest;
    inertia += distances[nearest]!;
  }
  return inertia;
}
