import type * as tf from '@tensorflow/tfjs-core';
import { ValueError } from './errors.js';

let enabled = false;

/**
 * Turns the checks of parameter values (NaN, scales that are not positive, weights that do not sum to one) on or off.
 * Off by default, since looking at values reads them back from the device.
 * @returns The previous setting.
 * @example
 * ```ts
 * const before = setValueChecks(true);
 * try {
 *   new Normal(loc, scale); // an error names a scale that is not positive
 * } finally {
 *   setValueChecks(before);
 * }
 * ```
 */
export function setValueChecks(on: boolean): boolean {
  const previous = enabled;
  enabled = on;
  return previous;
}

/**
 * Whether value checks are on.
 * @example
 * ```ts
 * if (valueChecksEnabled()) checkRange(x.dataSync());
 * ```
 */
export function valueChecksEnabled(): boolean {
  return enabled;
}

/** @throws {ValueError} in debug, at the first element for which `valid` is false. */
export function checkValues(argument: string, expected: string, x: tf.Tensor, valid: (value: number) => boolean): void {
  if (!enabled) return;
  const values = x.dataSync();
  for (let i = 0; i < values.length; i++) {
    if (!valid(values[i]!)) throw new ValueError(argument, expected, `${values[i]} at flat index ${i}`);
  }
}

/** @throws {ValueError} in debug, unless all values are finite. */
export function checkFinite(argument: string, x: tf.Tensor): void {
  checkValues(argument, 'finite values', x, Number.isFinite);
}

/** @throws {ValueError} in debug, unless all values are from 0 to 1. */
export function checkUnitInterval(argument: string, x: tf.Tensor): void {
  checkValues(argument, 'values from 0 to 1 (divide pixels of 0 … 255 by 255)', x, (value) => value >= 0 && value <= 1);
}

/** @throws {ValueError} in debug, unless all values are positive and finite. */
export function checkPositive(argument: string, x: tf.Tensor): void {
  checkValues(argument, 'positive values', x, (value) => value > 0 && value < Infinity);
}
