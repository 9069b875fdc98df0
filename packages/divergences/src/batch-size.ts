/** @throws {RangeError} unless it is a positive integer. */
export function checkBatchSize(argument: string, batchSize: number): void {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`${argument}: batchSize must be a positive integer, found ${batchSize}`);
  }
}
