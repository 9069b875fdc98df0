import { ArgumentError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';

/** English words of the digits 0 … 9. */
export const digitWords: readonly string[] = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
];

/** Places in a digit's text, as published. */
export const digitTextLength = 8;

/**
 * The digit's word between spaces, beginning at `start`, `length` characters in all.
 *
 * @param label 0 … 9.
 * @param start 0 … `length - 1 - word length`: the published rule, by which a word never ends at the last place.
 * @throws {ArgumentError} if the label is no digit or the word does not fit.
 * @see Sutter et al. 2020, Table 9
 * @example
 * ```ts
 * digitText(7, 2); // 'seven' from the third of 8 places
 * ```
 */
export function digitText(label: number, start: number, length: number = digitTextLength): string {
  const last = lastStart(label, length);
  if (!Number.isInteger(start) || start < 0 || start > last) {
    throw new ArgumentError(
      `digitText: start must be 0 … ${last} for "${digitWord(label)}" in ${length} places, found ${start}`,
    );
  }
  return (' '.repeat(start) + digitWord(label)).padEnd(length, ' ');
}

/**
 * The places at which a digit's word may begin, both ends included.
 * @example
 * ```ts
 * digitTextStarts(7);
 * ```
 */
export function digitTextStarts(label: number, length: number = digitTextLength): { first: number; last: number } {
  return { first: 0, last: lastStart(label, length) };
}

/**
 * Draws where each item's word begins, uniformly over the places allowed. One draw per item, in order.
 * @example
 * ```ts
 * const starts = drawTextStarts(labels, rng);
 * ```
 */
export function drawTextStarts(labels: Uint8Array, rng: Rng, length: number = digitTextLength): Uint8Array {
  const starts = new Uint8Array(labels.length);
  for (let item = 0; item < labels.length; item++) {
    starts[item] = rng.integer(0, lastStart(labels[item]!, length) + 1);
  }
  return starts;
}

function digitWord(label: number): string {
  const word = digitWords[label];
  if (word === undefined) throw new ArgumentError(`digitText: label must be a digit 0 … 9, found ${label}`);
  return word;
}

function lastStart(label: number, length: number): number {
  const last = length - 1 - digitWord(label).length;
  if (last < 0) {
    throw new ArgumentError(`digitText: "${digitWord(label)}" needs at least ${length - last} places, found ${length}`);
  }
  return last;
}
