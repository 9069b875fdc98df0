import { ArgumentError } from '@polyvae/errors';

/**
 * Checks that labels or predictions are class numbers: integers from 0.
 * @param where The argument, named in errors.
 * @throws {ArgumentError} if one is anything else, such as a probability or a text.
 */
export function requireClasses(where: string, labels: ArrayLike<number>): void {
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (!Number.isInteger(label) || label! < 0) {
      throw new ArgumentError(
        `${where}: expected class numbers from 0, found ${JSON.stringify(label) ?? String(label)} at item ${i}`,
      );
    }
  }
}
