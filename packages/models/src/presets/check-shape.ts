import { ConfigurationError } from '../errors.js';

/** @throws {ConfigurationError} unless all are positive integers. */
export function checkCounts(what: string, counts: readonly number[]): void {
  const wrong = counts.find((count) => !Number.isInteger(count) || count < 1);
  if (wrong !== undefined) throw new ConfigurationError(`${what}: expected positive integers, found ${wrong}.`);
}

/** @throws {ConfigurationError} unless it is the shape of a datum, of so many axes if that is given. */
export function checkShape(where: string, shape: readonly number[], axes?: readonly string[]): readonly number[] {
  if (!Array.isArray(shape) || shape.length === 0 || (axes && shape.length !== axes.length)) {
    const expected = axes ? `[${axes.join(', ')}]` : 'at least one axis, without the batch';
    throw new ConfigurationError(`${where}: shape: expected ${expected}, found ${JSON.stringify(shape)}.`);
  }
  checkCounts(`${where}: shape`, shape);
  return shape;
}
