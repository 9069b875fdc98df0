import { ArgumentError } from '@polyvae/errors';
import { requireNumbers } from '../require-numbers.js';
import { requireShare } from '../require-share.js';

/** Precision and recall at each angle. */
export interface PrdCurve {
  /** Precision at each angle. */
  readonly precision: Float64Array;
  /** Recall at each angle. */
  readonly recall: Float64Array;
}

/** How far the angles stay off 0 and π/2, where the slope is 0 or infinite. */
const MARGIN = 1e-10;

/**
 * The precision-recall curve of a generated against a real distribution over the same bins: at slope λ = tan θ,
 * precision `Σ min(λ real, generated)` and recall `precision / λ`, for `angles` equally spaced θ in (0, π/2).
 * @param real Probability of each bin among real items.
 * @param generated Probability of each bin among generated items.
 * @throws {ArgumentError} if the histograms differ in length, are no distributions, or `angles` is below 3.
 * @see Sajjadi et al. 2018, "Assessing Generative Models via Precision and Recall"
 * @example
 * ```ts
 * const { precision, recall } = prdCurve(realHistogram, generatedHistogram);
 * ```
 */
export function prdCurve(real: ArrayLike<number>, generated: ArrayLike<number>, angles = 1001): PrdCurve {
  checkHistogram(real, 'real');
  checkHistogram(generated, 'generated');
  if (generated.length !== real.length) {
    throw new ArgumentError(`prdCurve(generated): expected ${real.length} bins as in real, found ${generated.length}`);
  }
  if (!Number.isInteger(angles) || angles < 3) {
    throw new ArgumentError(`prdCurve(angles): expected an integer ≥ 3, found ${angles}`);
  }
  const precision = new Float64Array(angles);
  const recall = new Float64Array(angles);
  const width = Math.PI / 2 - 2 * MARGIN;
  for (let i = 0; i < angles; i++) {
    const slope = Math.tan(i === angles - 1 ? Math.PI / 2 - MARGIN : MARGIN + (width * i) / (angles - 1));
    let mass = 0;
    for (let bin = 0; bin < real.length; bin++) mass += Math.min(slope * real[bin]!, generated[bin]!);
    // Rounding may carry a sum of probabilities a little over 1.
    precision[i] = Math.min(1, mass);
    recall[i] = Math.min(1, mass / slope);
  }
  return { precision, recall };
}

/**
 * Averages curves of the same angles, point by point.
 * @throws {ArgumentError} if there is none, or they differ in their number of angles.
 * @example
 * ```ts
 * const curve = averageCurves(curves);
 * ```
 */
export function averageCurves(curves: readonly PrdCurve[]): PrdCurve {
  const angles = curves[0]?.precision.length ?? 0;
  const mean = { precision: new Float64Array(angles), recall: new Float64Array(angles) };
  if (angles === 0) throw new ArgumentError('averageCurves: expected at least one curve, found none');
  for (const curve of curves) {
    for (const key of ['precision', 'recall'] as const) {
      if (curve[key].length !== angles) {
        throw new ArgumentError(`averageCurves: expected ${angles} angles in every curve, found ${curve[key].length}`);
      }
      for (let i = 0; i < angles; i++) mean[key][i]! += curve[key][i]! / curves.length;
    }
  }
  // Parts of ones may add up to a little over 1.
  for (const key of ['precision', 'recall'] as const) mean[key] = mean[key].map((value) => Math.min(1, value));
  return mean;
}

/**
 * Mean of all precision and recall values of a curve.
 * @throws {ArgumentError} if one is no number from 0 to 1.
 * @example
 * ```ts
 * prdMean(prdCurve(realHistogram, generatedHistogram));
 * ```
 */
export function prdMean({ precision, recall }: PrdCurve): number {
  for (const [name, values] of Object.entries({ precision, recall })) {
    for (const value of values) requireShare(`prdMean(${name})`, value);
  }
  const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
  return (sum(precision) + sum(recall)) / (precision.length + recall.length);
}

function checkHistogram(histogram: ArrayLike<number>, name: string): void {
  requireNumbers(`prdCurve(${name})`, histogram);
  let total = 0;
  for (let bin = 0; bin < histogram.length; bin++) {
    if (!(histogram[bin]! >= 0)) {
      throw new ArgumentError(`prdCurve(${name}): expected probabilities, found ${histogram[bin]} in bin ${bin}`);
    }
    total += histogram[bin]!;
  }
  if (!(Math.abs(total - 1) <= 1e-6)) {
    throw new ArgumentError(`prdCurve(${name}): expected probabilities that sum to 1, found the sum ${total}`);
  }
}
