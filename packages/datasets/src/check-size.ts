import { ArgumentError } from '@polyvae/errors';

/** @throws {ArgumentError} if a number of items is not a positive integer. */
export function checkSize(where: string, name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new ArgumentError(`${where}: ${name} must be a positive integer, found ${value}`);
  }
}
