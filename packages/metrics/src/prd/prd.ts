import { ArgumentError, checkOptions } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import { type Features, readFeaturePair } from '../features/read-features.js';
import { jackknifeError } from '../jackknife-error.js';
import type { DenseMatrix } from '../matrix.js';
import { maxFBeta } from './f-beta.js';
import { clusterRows } from './k-means.js';
import { averageCurves, type PrdCurve, prdCurve, prdMean } from './prd-curve.js';

/** Options of {@link prd}. */
export interface PrdOptions {
  /** `[n, dimensions]`. */
  readonly real: Features;
  /** `[n, dimensions]`, as many rows as `real`. */
  readonly generated: Features;
  /** Seeds the clusterings; advances by one `split()` a run. */
  readonly rng: Rng;
  /** Default 20. */
  readonly clusters?: number;
  /** Clusterings over which the curve is averaged; default 10. */
  readonly runs?: number;
  /** Points of the curve; default 1001. */
  readonly angles?: number;
}

/** Result of {@link prd}. */
export interface PrdResult extends PrdCurve {
  /**
   * Mean of all precision and recall values of the curve: the number published as "average precision" by Sutter et al.
   * Equal distributions have 0.7204 (1001 angles), not 1; disjoint ones 0.
   */
  readonly prdMean: number;
  /**
   * Standard error of `prdMean`: over the items, by the jackknife with the clusters as they are, and over the clusterings if there
   * are several.
   */
  readonly standardError: number;
  /** Highest F₈ on the curve: mostly recall, how much of the real distribution is covered. */
  readonly f8: number;
  /** Highest F₁⁄₈ on the curve: mostly precision, how much of what is generated is realistic. */
  readonly fEighth: number;
  /** Rows of real, and of generated, features; values of different sizes do not compare. */
  readonly samples: number;
  /** Clusterings that were ended while they still improved. */
  readonly unconverged: number;
}

/**
 * Precision and recall for distributions: features of real and generated items are clustered together, the two
 * histograms over clusters give a curve, and the curves of several seeded clusterings are averaged.
 * Tensors are read, not disposed.
 * @throws {ArgumentError} if the two differ in size, have fewer rows together than clusters, or hold a NaN or infinity.
 * @see Sajjadi et al. 2018, "Assessing Generative Models via Precision and Recall"; Sutter et al. 2020, Table 3
 * @example
 * ```ts
 * const { precision, recall, f8 } = await prd({ real, generated, rng });
 * ```
 */
export async function prd(options: PrdOptions): Promise<PrdResult> {
  checkOptions('prd', options, ['real', 'generated', 'rng', 'clusters', 'runs', 'angles']);
  const { rng, clusters = 20, runs = 10, angles = 1001 } = options;
  if (!Number.isInteger(runs) || runs < 1)
    throw new ArgumentError(`prd({ runs }): expected an integer ≥ 1, found ${runs}`);
  const { real, generated } = await readFeaturePair('prd', options, 1);
  if (generated.rows !== real.rows) {
    throw new ArgumentError(
      `prd({ generated }): expected ${real.rows} rows as in real, found ${generated.rows}; the larger set would dominate the clusters`,
    );
  }
  const union = stack(real, generated);
  const clusterings = Array.from({ length: runs }, () => {
    const { assignments, converged } = clusterRows(union, { clusters, rng: rng.split() });
    return { real: assignments.subarray(0, real.rows), generated: assignments.subarray(real.rows), converged };
  });
  const curveOf = (clustering: Clustering): PrdCurve =>
    prdCurve(clusterHistogram(clustering.real, clusters), clusterHistogram(clustering.generated, clusters), angles);
  const curves = clusterings.map(curveOf);
  const ofItems = jackknifeError(real.rows, (rows) =>
    mean(clusterings.map((own) => prdMean(curveOf(only(own, rows))))),
  );
  const means = curves.map(prdMean);
  const squares = means.reduce((sum, value) => sum + (value - mean(means)) ** 2, 0);
  const ofClusterings = runs > 1 ? Math.sqrt(squares / (runs - 1) / runs) : 0;
  return {
    ...summarise(averageCurves(curves), real.rows, Math.hypot(ofItems, ofClusterings)),
    unconverged: clusterings.filter(({ converged }) => !converged).length,
  };
}

/** The clusters of real and of generated items. */
interface Clustering {
  readonly real: Uint32Array;
  readonly generated: Uint32Array;
}

function only({ real, generated }: Clustering, rows: Uint32Array): Clustering {
  return { real: rows.map((row) => real[row]!), generated: rows.map((row) => generated[row]!) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Share of the assignments that went to each of `clusters` clusters.
 * @throws {ArgumentError} if there is no assignment, or one is none of the clusters.
 * @example
 * ```ts
 * clusterHistogram([0, 0, 2], 3); // 2/3, 0, 1/3
 * ```
 */
export function clusterHistogram(assignments: ArrayLike<number>, clusters: number): Float64Array {
  if (!Number.isInteger(clusters) || clusters < 1 || assignments.length === 0) {
    throw new ArgumentError(
      `clusterHistogram: expected at least one assignment and one cluster, found ${assignments.length} and ${clusters}`,
    );
  }
  const counts = new Float64Array(clusters);
  for (let i = 0; i < assignments.length; i++) {
    const cluster = assignments[i]!;
    if (!Number.isInteger(cluster) || cluster < 0 || cluster >= clusters) {
      throw new ArgumentError(`clusterHistogram: expected clusters 0 … ${clusters - 1}, found ${cluster} at ${i}`);
    }
    counts[cluster]! += 1;
  }
  return counts.map((count) => count / assignments.length);
}

function summarise(curve: PrdCurve, samples: number, standardError: number): Omit<PrdResult, 'unconverged'> {
  const { precision, recall } = curve;
  return {
    prdMean: prdMean(curve),
    standardError,
    f8: maxFBeta(precision, recall, 8),
    fEighth: maxFBeta(precision, recall, 1 / 8),
    samples,
    precision,
    recall,
  };
}

function stack(a: DenseMatrix, b: DenseMatrix): DenseMatrix {
  const data = new Float64Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { data, rows: a.rows + b.rows, columns: a.columns };
}
