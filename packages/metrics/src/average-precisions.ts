import { ArgumentError } from '@polyvae/errors';
import { averagePrecision } from './average-precision.js';
import { readMarks } from './read-marks.js';

/**
 * Average precision of several attributes at once.
 * @param positive Whether each item has each attribute, row-major `[items, attributes]`.
 * @param scores Of the same layout; higher means more likely.
 * @returns One value for each attribute; 0 for one that no item has.
 * @throws {ArgumentError} if the numbers of values differ or do not fill whole rows, a label is not 0 or 1, or a score is NaN.
 * @example
 * ```ts
 * averagePrecisions(positive, scores, 40); // one of each attribute
 * ```
 */
export function averagePrecisions(
  positive: ArrayLike<number | boolean>,
  scores: ArrayLike<number>,
  attributes: number,
): Float64Array {
  const items = positive.length / attributes;
  if (!Number.isInteger(items) || items === 0 || scores.length !== positive.length) {
    throw new ArgumentError(
      `averagePrecisions: expected rows of ${attributes} labels and as many scores, found ${positive.length} labels and ` +
        `${scores.length} scores`,
    );
  }
  const marks = readMarks('averagePrecisions', positive);
  const column = <T>(values: ArrayLike<T>, attribute: number): T[] =>
    Array.from({ length: items }, (_, item) => values[item * attributes + attribute]!);
  return Float64Array.from({ length: attributes }, (_, attribute) =>
    averagePrecision(column(marks, attribute), column(scores, attribute)),
  );
}
