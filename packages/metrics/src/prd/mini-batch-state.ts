import type { Rng } from '@polyvae/random';
import type { DenseMatrix } from '../matrix.js';
import { assignClusters } from './assign-clusters.js';

/** A cluster with less than this share of the heaviest cluster's rows is moved to a random row. */
const REASSIGNED_BELOW = 0.01;

/** Centres as running means of the rows that mini-batches gave them. */
export class MiniBatchState {
  /** Row-major; updated in place. */
  readonly centres: Float64Array;
  /** Rows that each centre is the mean of. */
  private readonly weights: Float64Array;
  private readonly columns: number;
  private sinceReassignment = 0;

  constructor(centres: Float64Array, columns: number) {
    this.centres = centres;
    this.columns = columns;
    this.weights = new Float64Array(centres.length / columns);
  }

  /**
   * Moves the centres by one batch.
   * @returns The batch's mean squared distance to the centres before they moved.
   */
  step(batch: DenseMatrix, rng: Rng): number {
    const { centres, weights, columns } = this;
    const clusters = weights.length;
    const assignments = new Uint32Array(batch.rows);
    const inertia = assignClusters(batch, centres, assignments) / batch.rows;
    const sums = new Float64Array(centres.length);
    const counts = new Float64Array(clusters);
    for (let i = 0; i < batch.rows; i++) {
      const cluster = assignments[i]!;
      counts[cluster]! += 1;
      for (let k = 0; k < columns; k++) sums[cluster * columns + k]! += batch.data[i * columns + k]!;
    }
    for (let cluster = 0; cluster < clusters; cluster++) {
      if (counts[cluster] === 0) continue;
      const before = weights[cluster]!;
      const after = before + counts[cluster]!;
      for (let k = cluster * columns; k < (cluster + 1) * columns; k++) {
        centres[k] = (centres[k]! * before + sums[k]!) / after;
      }
      weights[cluster] = after;
    }
    this.sinceReassignment += batch.rows;
    if (weights.includes(0) || this.sinceReassignment >= 10 * clusters) {
      this.sinceReassignment = 0;
      this.reassignLight(batch, rng);
    }
    return inertia;
  }

  /** Light clusters start again at rows of the batch, at most half as many as it has. */
  private reassignLight(batch: DenseMatrix, rng: Rng): void {
    const { centres, weights, columns } = this;
    const limit = REASSIGNED_BELOW * weights.reduce((a, b) => Math.max(a, b), 0);
    const light = Array.from(weights.keys())
      .filter((cluster) => weights[cluster]! < limit)
      .sort((a, b) => weights[a]! - weights[b]!)
      .slice(0, Math.floor(batch.rows / 2));
    if (light.length === 0) return;
    const kept = weights.filter((_, cluster) => !light.includes(cluster)).reduce((a, b) => Math.min(a, b), Infinity);
    const order = rng.permutation(batch.rows);
    light.forEach((cluster, i) => {
      const from = order[i]! * columns;
      centres.set(batch.data.subarray(from, from + columns), cluster * columns);
      // As heavy as the lightest of the others, so that one batch does not carry it away.
      weights[cluster] = kept;
    });
  }
}
