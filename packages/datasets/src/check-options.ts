/**
 * Refuses options that do not exist, so that a typing error is not silently ignored.
 * @throws {TypeError} naming the unknown option and those that exist.
 */
export function checkOptions(where: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new TypeError(`${where}: unknown option '${key}'; the options are ${known.join(', ')}`);
    }
  }
}

/** @throws {RangeError} if a number of items is not a positive integer. */
export function checkSize(where: string, name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${where}: ${name} must be a positive integer, found ${value}`);
  }
}
