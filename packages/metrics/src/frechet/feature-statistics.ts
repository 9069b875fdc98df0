import { type Features, readFeatures } from '../features/read-features.js';
import type { DenseMatrix } from '../matrix.js';
import { triangularFactor } from './triangular-factor.js';

/** Mean and covariance of features, the covariance as a factor. */
export interface FeatureStatistics {
  /** Rows they were computed from. */
  readonly samples: number;
  /** Mean of each feature. */
  readonly mean: Float64Array;
  /** Row-major F with `Fᵀ F` = the unbiased covariance; `columns` is the number of features. */
  readonly factor: { readonly data: Float64Array; readonly rows: number; readonly columns: number };
}

/**
 * Mean and covariance of a set of features, as `fid` needs them; worth keeping where one real set is compared with several generated ones.
 * Cost: `2 · rows · features²` operations, none of them if there are fewer rows than features, whose centred selves are
 * a factor.
 * @param features `[rows, features]`; a tensor is read, not disposed.
 * @throws {ArgumentError} if there are fewer than two rows, rows differ in length, or a number is not finite.
 * @example
 * ```ts
 * const statistics = await featureStatistics({ data, shape: [1000, 2048] });
 * ```
 */
export function featureStatistics(features: Features): Promise<FeatureStatistics> {
  return statisticsOf(features, 'featureStatistics(features)');
}

/** {@link featureStatistics} with the name that errors give to the features. */
export async function statisticsOf(features: Features, name: string): Promise<FeatureStatistics> {
  const dense = await readFeatures(features, name, 2);
  const mean = columnMeans(dense);
  const { data, rows, columns } = dense;
  const scale = 1 / Math.sqrt(rows - 1);
  for (let i = 0; i < data.length; i++) data[i] = (data[i]! - mean[i % columns]!) * scale;
  return { samples: rows, mean, factor: rows > columns ? triangularFactor(dense) : dense };
}

function columnMeans({ data, rows, columns }: DenseMatrix): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) sums[i % columns]! += data[i]!;
  return sums.map((sum) => sum / rows);
}
