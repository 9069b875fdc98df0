import { ArgumentError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import { type DenseMatrix, type Matrix, toDense } from '../matrix.js';
import { assignClusters } from './assign-clusters.js';
import { kMeansPlusPlus } from './k-means-plus-plus.js';
import { MiniBatchState } from './mini-batch-state.js';

/** Options of {@link kMeans}. */
export interface KMeansOptions {
  /** Number of clusters, from 1 to the number of rows. */
  readonly clusters: number;
  /** Random numbers that centres start from. */
  readonly rng: Rng;
  /** Rows drawn for each step, with replacement; default 1024, at most the number of rows. */
  readonly batchSize?: number;
  /** Starts by k-means++ of which the best goes on; default 10. */
  readonly starts?: number;
  /** Passes over as many rows as there are; default 100. Stops earlier when batches stop improving. */
  readonly maxEpochs?: number;
}

/** A clustering. */
export interface KMeansResult {
  /** Row-major `[clusters, columns]`. */
  readonly centres: Float64Array;
  /** Index of the nearest centre of every row. */
  readonly assignments: Uint32Array;
  /** Sum of squared distances to the nearest centres. */
  readonly inertia: number;
  /** False if `maxEpochs` ended the search while batches still improved. */
  readonly converged: boolean;
}

/** Steps without a new lowest smoothed inertia after which the search ends. */
const PATIENCE = 10;

/**
 * Mini-batch k-means in double precision: of several k-means++ starts on samples of the rows the best is refined by
 * moving averages over random batches, and clusters that stay almost empty are moved to random rows.
 * Equal rows and streams give equal clusterings.
 * @throws {ArgumentError} if an option or the rows do not allow it.
 * @see Sculley 2010; sampling, stopping and reassignment follow scikit-learn's `MiniBatchKMeans`
 * @example
 * ```ts
 * const { assignments } = kMeans(rows, { clusters: 20, rng });
 * ```
 */
export function kMeans(rows: Matrix, options: KMeansOptions): KMeansResult {
  return clusterRows(toDense(rows, 'kMeans(rows)'), options);
}

/** {@link kMeans} on rows that are checked already. */
export function clusterRows(points: DenseMatrix, options: KMeansOptions): KMeansResult {
  const { clusters, rng, starts = 10, maxEpochs = 100 } = options;
  for (const [name, value] of Object.entries({ clusters, starts, maxEpochs, batchSize: options.batchSize ?? 1 })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new ArgumentError(`kMeans({ ${name} }): expected an integer ≥ 1, found ${value}`);
    }
  }
  if (clusters > points.rows) {
    throw new ArgumentError(
      `kMeans({ clusters }): expected at most one cluster a row (${points.rows}), found ${clusters}`,
    );
  }
  const batchSize = Math.min(options.batchSize ?? 1024, points.rows);
  const centres = bestStart(points, { clusters, rng, starts, sampleSize: Math.max(3 * batchSize, 3 * clusters) });
  const steps = Math.ceil((maxEpochs * points.rows) / batchSize);
  const converged = refine(points, centres, { batchSize, steps, rng });
  const assignments = new Uint32Array(points.rows);
  const inertia = assignClusters(points, centres, assignments);
  return { centres, assignments, inertia, converged };
}

/** Of several k-means++ starts the one with the lowest inertia on rows set aside for the comparison. */
function bestStart(
  points: DenseMatrix,
  options: { clusters: number; rng: Rng; starts: number; sampleSize: number },
): Float64Array {
  const { clusters, rng, starts } = options;
  const sampleSize = Math.min(options.sampleSize, points.rows);
  const sample = (): DenseMatrix => (sampleSize < points.rows ? drawRows(points, sampleSize, rng) : points);
  const judged = sample();
  const assignments = new Uint32Array(judged.rows);
  let best: Float64Array = new Float64Array();
  let lowest = Infinity;
  for (let start = 0; start < starts; start++) {
    const centres = kMeansPlusPlus(sample(), clusters, rng);
    const inertia = starts > 1 ? assignClusters(judged, centres, assignments) : 0;
    if (inertia < lowest) [best, lowest] = [centres, inertia];
  }
  return best;
}

/** Improves centres in place; false if it could go on. */
function refine(
  points: DenseMatrix,
  centres: Float64Array,
  { batchSize, steps, rng }: { batchSize: number; steps: number; rng: Rng },
): boolean {
  const state = new MiniBatchState(centres, points.columns);
  const smoothing = Math.min(1, (2 * batchSize) / (points.rows + 1));
  let smoothed: number | undefined;
  let lowest = Infinity;
  let waited = 0;
  for (let step = 0; step < steps && waited < PATIENCE; step++) {
    const inertia = state.step(drawRows(points, batchSize, rng), rng);
    // The first batch is judged by the starting centres, which says nothing about progress.
    if (step === 0) continue;
    smoothed = smoothed === undefined ? inertia : smoothed + smoothing * (inertia - smoothed);
    if (smoothed < lowest) [lowest, waited] = [smoothed, 0];
    else waited += 1;
  }
  return waited >= PATIENCE;
}

/** Rows drawn with replacement. */
function drawRows({ data, rows, columns }: DenseMatrix, count: number, rng: Rng): DenseMatrix {
  const drawn = new Float64Array(count * columns);
  for (let i = 0; i < count; i++) {
    const from = rng.integer(0, rows) * columns;
    drawn.set(data.subarray(from, from + columns), i * columns);
  }
  return { data: drawn, rows: count, columns };
}
