import { ArgumentError, checkOptions } from '@polyvae/errors';
import type { Features } from '../features/read-features.js';
import type { DenseMatrix } from '../matrix.js';
import { type FeatureStatistics, statisticsOf } from './feature-statistics.js';
import { singularValues } from './singular-values.js';
import { timesTransposed } from './times-transposed.js';

/** The two sets that {@link fid} compares: features, or their statistics if they are at hand. */
export interface FidOptions {
  /** `[n, features]`. */
  readonly real: Features | FeatureStatistics;
  /** `[m, features]`. */
  readonly generated: Features | FeatureStatistics;
}

/** Result of {@link fid}. */
export interface FidResult {
  /** `meanTerm + covarianceTerm`. */
  readonly distance: number;
  /** Squared distance of the means. */
  readonly meanTerm: number;
  /** `tr(Σ₁ + Σ₂ − 2 (Σ₁ Σ₂)^½)`, not below 0. */
  readonly covarianceTerm: number;
  /** Rows on either side. The distance is biased upwards, less with more rows: compare only at equal numbers. */
  readonly samples: { readonly real: number; readonly generated: number };
  /** Whether a side has too few rows (at most as many as features) for a covariance of full rank. */
  readonly undersampled: boolean;
}

/**
 * Fréchet distance between the Gaussians with the mean and covariance of two sets of features: FID where the features are
 * those of the FID's Inception network.
 *
 * `tr (Σ₁ Σ₂)^½` is the sum of the singular values of `F₁ F₂ᵀ` with `Σ = Fᵀ F`. Never forming a covariance, this is
 * exact to rounding for covariances of any rank, and the matrix has the smaller of rows and features on either side.
 * Cost on top of the statistics: about `5 · min(rows, features)³` operations.
 * @throws {ArgumentError} if a side has fewer than two rows, the sides differ in features, or a number is not finite.
 * @see Heusel et al. 2017, "GANs Trained by a Two Time-Scale Update Rule"; Dowson & Landau 1982
 * @example
 * ```ts
 * const { fid: distance } = await fid({ real, generated });
 * ```
 */
export async function fid(options: FidOptions): Promise<FidResult> {
  checkOptions('fid', options, ['real', 'generated']);
  const real = await resolve(options.real, 'fid({ real })');
  const generated = await resolve(options.generated, 'fid({ generated })');
  const columns = real.mean.length;
  if (generated.mean.length !== columns) {
    throw new ArgumentError(
      `fid({ generated }): expected ${columns} columns as in real, found ${generated.mean.length}; use one extractor for both`,
    );
  }
  let meanTerm = 0;
  for (let k = 0; k < columns; k++) meanTerm += (real.mean[k]! - generated.mean[k]!) ** 2;
  const cross = singularValues(timesTransposed(real.factor, generated.factor)).reduce((a, b) => a + b, 0);
  const covarianceTerm = Math.max(0, sumOfSquares(real.factor) + sumOfSquares(generated.factor) - 2 * cross);
  return {
    distance: meanTerm + covarianceTerm,
    meanTerm,
    covarianceTerm,
    samples: { real: real.samples, generated: generated.samples },
    undersampled: Math.min(real.samples, generated.samples) <= columns,
  };
}

function resolve(side: Features | FeatureStatistics, name: string): FeatureStatistics | Promise<FeatureStatistics> {
  return 'factor' in side ? side : statisticsOf(side, name);
}

/** Trace of the covariance that the factor stands for. */
function sumOfSquares({ data }: DenseMatrix): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! * data[i]!;
  return sum;
}
