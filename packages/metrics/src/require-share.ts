import { ArgumentError } from '@polyvae/errors';

/**
 * Checks that a value is a share or probability.
 * @param where The argument, named in errors.
 * @throws {ArgumentError} if it is not a number from 0 to 1.
 */
export function requireShare(where: string, value: number): void {
  if (typeof value === 'number' && value >= 0 && value <= 1) return;
  throw new ArgumentError(`${where}: expected a number from 0 to 1, found ${JSON.stringify(value) ?? String(value)}`);
}
