import { ArgumentError } from '@polyvae/errors';

/** @throws {ArgumentError} unless it is a positive integer. */
export function checkBatchSize(argument: string, batchSize: number): void {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new ArgumentError(`${argument}: batchSize must be a positive integer, found ${batchSize}`);
  }
}
