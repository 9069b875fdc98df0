import { ArgumentError } from '@polyvae/errors';
import { readMarks } from './read-marks.js';
import { requireNumbers } from './require-numbers.js';

/**
 * Average precision: `Σ (Rₙ − Rₙ₋₁) Pₙ` over the distinct scores in descending order. Equal scores are one threshold;
 * nothing is interpolated. 0 if there is no positive.
 * @param positive Whether each item is positive: 0 or 1, or booleans.
 * @param scores Higher means more likely positive.
 * @throws {ArgumentError} if the lengths differ, there are no items, a label is not 0 or 1, or a score is NaN or no number.
 * @see scikit-learn 1.2, `sklearn.metrics.average_precision_score`
 * @example
 * ```ts
 * averagePrecision([true, false, true], [0.9, 0.8, 0.7]); // 0.83
 * ```
 */
export function averagePrecision(positive: ArrayLike<number | boolean>, scores: ArrayLike<number>): number {
  if (positive.length !== scores.length || scores.length === 0) {
    throw new ArgumentError(
      `averagePrecision: expected as many labels as scores and at least one, found ${positive.length} and ${scores.length}`,
    );
  }
  requireNumbers('averagePrecision(scores)', scores);
  const marks = readMarks('averagePrecision(positive)', positive);
  const order = Array.from(scores, (score, i) => ({ score, positive: marks[i] === 1 }));
  const bad = order.findIndex(({ score }) => Number.isNaN(score));
  if (bad >= 0) throw new ArgumentError(`averagePrecision: score ${bad} is NaN`);
  order.sort((a, b) => b.score - a.score);
  const total = order.filter((item) => item.positive).length;
  if (total === 0) return 0;
  let found = 0;
  let before = 0;
  let sum = 0;
  order.forEach((item, i) => {
    if (item.positive) found++;
    if (order[i + 1]?.score === item.score) return;
    sum += ((found - before) / total) * (found / (i + 1));
    before = found;
  });
  return sum;
}
