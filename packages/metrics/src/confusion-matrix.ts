import { ArgumentError } from '@polyvae/errors';
import { requireClasses } from './require-classes.js';

/** Classes that are counted without being listed: more would be labels that are no class numbers, such as identifiers. */
const mostClasses = 10_000;

/**
 * How often a row of one class was taken for which.
 * @param truth Class numbers, such as labels.
 * @param predicted As many, in the same order.
 * @param classes The classes, in the order of rows and columns; default 0 to the largest number that occurs.
 * @returns Counts: `[i][j]` rows of class `i` were taken for class `j`.
 * @throws {ArgumentError} if the lengths differ, a number is not among the classes, or a class is listed twice.
 * @example
 * ```ts
 * confusionMatrix([0, 1, 1], [0, 1, 0]); // [[1, 0], [1, 1]]
 * ```
 */
export function confusionMatrix(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: readonly number[] = classesOf(truth, predicted),
): number[][] {
  if (truth.length !== predicted.length) {
    throw new ArgumentError(
      `confusionMatrix: expected as many predictions as labels, found ${predicted.length} and ${truth.length}`,
    );
  }
  const index = new Map(classes.map((label, k) => [label, k]));
  if (index.size !== classes.length) {
    throw new ArgumentError(`confusionMatrix: a class is there twice in ${classes.join(', ')}`);
  }
  const counts = classes.map(() => classes.map(() => 0));
  for (let i = 0; i < truth.length; i++) {
    const [row, column] = [index.get(truth[i]!), index.get(predicted[i]!)];
    if (row === undefined || column === undefined) {
      throw new ArgumentError(
        `confusionMatrix: item ${i} is of class ${truth[i]}, predicted ${predicted[i]}; expected two of ${classes.join(', ')}`,
      );
    }
    counts[row]![column]! += 1;
  }
  return counts;
}

function classesOf(truth: ArrayLike<number>, predicted: ArrayLike<number>): number[] {
  let largest = -1;
  for (const labels of [truth, predicted]) {
    requireClasses('confusionMatrix', labels);
    for (let i = 0; i < labels.length; i++) largest = Math.max(largest, labels[i]!);
  }
  if (largest >= mostClasses) {
    throw new ArgumentError(
      `confusionMatrix: expected class numbers below ${mostClasses}, found ${largest}; list the classes that there are`,
    );
  }
  return Array.from({ length: largest + 1 }, (_, k) => k);
}
