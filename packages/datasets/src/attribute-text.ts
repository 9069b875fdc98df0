import { ArgumentError } from '@polyvae/errors';

/** Places in a CelebA text, as published. */
export const attributeTextLength = 256;

/** Fills the places around the attributes. */
const filler = '*';

/**
 * The names of the attributes that an image has, as a comma-separated list: `Big_Nose`, `Male` → `big nose, male`.
 * Attributes at the end are left out until the list fits.
 *
 * @param attributes Names of the attributes present, in the dataset's order.
 * @see Sutter et al. 2020, Table 17
 * @example
 * ```ts
 * attributeList(['Smiling', 'Young']);
 * ```
 */
export function attributeList(attributes: readonly string[], length: number = attributeTextLength): string {
  let kept = attributes.length;
  const list = () => attributes.slice(0, kept).join(', ');
  while (kept > 0 && list().length > length) kept--;
  return list().replaceAll('_', ' ').toLowerCase();
}

/**
 * {@link attributeList} with `*` before and after it, `length` characters in all.
 *
 * @param start Place at which the list begins; 0 by default, as in the paper's Table 17.
 * @throws {ArgumentError} if the list does not fit from there on.
 * @example
 * ```ts
 * attributeText(['Smiling', 'Young'], 10);
 * ```
 */
export function attributeText(
  attributes: readonly string[],
  start: number = 0,
  length: number = attributeTextLength,
): string {
  const list = attributeList(attributes, length);
  if (!Number.isInteger(start) || start < 0 || start + list.length > length) {
    throw new ArgumentError(
      `attributeText: start must be 0 … ${length - list.length} for ${list.length} characters in ${length} places, ` +
        `found ${start}`,
    );
  }
  return (filler.repeat(start) + list).padEnd(length, filler);
}

/**
 * The places at which the published code lets a list begin, both ends included: always 0 if it fills the text.
 * @example
 * ```ts
 * const { last } = attributeTextStarts(['Smiling', 'Young']);
 * ```
 */
export function attributeTextStarts(
  attributes: readonly string[],
  length: number = attributeTextLength,
): { first: number; last: number } {
  const room = length - 1 - attributeList(attributes, length).length;
  return { first: 0, last: Math.max(0, room - 1) };
}
