import { ArgumentError } from '@polyvae/errors';

/**
 * Checks labels that say which items are positive.
 * @param where The argument, named in errors.
 * @param labels 0 or 1, or booleans. Nothing is converted: −1 and 1, 1 and 2 or `'0'` and `'1'` are other codes for the same.
 * @returns 1 for each positive item.
 * @throws {ArgumentError} if a label is anything else.
 */
export function readMarks(where: string, labels: ArrayLike<number | boolean>): Uint8Array {
  const marks = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label === 1 || label === true) marks[i] = 1;
    else if (label !== 0 && label !== false) {
      throw new ArgumentError(
        `${where}: expected labels 0 and 1 (or booleans), found ${JSON.stringify(label) ?? String(label)} at ${i}; say which class is 1`,
      );
    }
  }
  return marks;
}
