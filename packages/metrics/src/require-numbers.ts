import { ArgumentError } from '@polyvae/errors';

/**
 * Checks that plain values are numbers: a text or null would be converted to one without a word.
 * @param where The argument, named in errors.
 * @param values Typed arrays hold nothing else.
 * @throws {ArgumentError} if one is anything else. NaN and infinities are numbers.
 */
export function requireNumbers(where: string, values: ArrayLike<unknown>): void {
  if (ArrayBuffer.isView(values)) return;
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] === 'number') continue;
    throw new ArgumentError(
      `${where}: expected numbers, found ${JSON.stringify(values[i]) ?? String(values[i])} (${typeof values[i]}) at ${i}`,
    );
  }
}
