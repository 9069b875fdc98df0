import { ArgumentTypeError } from './argument-errors.js';

/**
 * Refuses options that do not exist, so that a typing error is not silently ignored.
 * @throws {ArgumentTypeError} naming the unknown option and those that exist.
 * @example
 * ```ts
 * checkOptions('fit', options, ['epochs', 'batchSize']);
 * ```
 */
export function checkOptions(where: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new ArgumentTypeError(`${where}: unknown option '${key}'; the options are ${known.join(', ')}`);
    }
  }
}
