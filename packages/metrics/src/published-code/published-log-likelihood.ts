import { ArgumentError } from '@polyvae/errors';
import { logMeanExp } from '../log-mean-exp.js';
import { requireNumbers } from '../require-numbers.js';

/**
 * The published code's stand-in for a log-likelihood: the mean of log (1/size) Σ w over groups of consecutive weights, where the
 * weight of draw k of point b stands at k · B + b. A group so holds different points instead of draws of one, and its value is
 * about that of the likeliest of them: not an estimate of log p(x), but what compares with the paper's Tables 4 and 16.
 * @param logWeights In nats: the first draw of all points, the second draw of all points, and so on. A rest that fills no group
 *   is left out.
 * @param size Weights of a group; the published code has as many as draws of a point, 12.
 * @throws {ArgumentError} if size is not a positive integer, there are fewer weights, or one is NaN or +∞.
 * @example
 * ```ts
 * publishedLogLikelihood(logWeights, 12);
 * ```
 */
export function publishedLogLikelihood(logWeights: ArrayLike<number>, size = 12): number {
  if (!Number.isInteger(size) || size < 1 || logWeights.length < size) {
    throw new ArgumentError(
      `publishedLogLikelihood: expected a size of at least 1 and as many weights, found ${size} and ${logWeights.length}`,
    );
  }
  requireNumbers('publishedLogLikelihood(logWeights)', logWeights);
  const groups = Math.floor(logWeights.length / size);
  const all = Float64Array.from(logWeights);
  let sum = 0;
  for (let i = 0; i < groups; i++) sum += logMeanExp(all.subarray(i * size, (i + 1) * size));
  return sum / groups;
}
