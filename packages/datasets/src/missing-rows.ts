import { ArgumentError, ArgumentTypeError, ShapeError } from '@polyvae/errors';
import type { ItemValues } from './array-values.js';

/** Which rows of a modality are missing: 1 or true for those that are. */
export type MissingMask = Uint8Array | readonly (number | boolean)[];

/**
 * The rows of a modality that are there.
 * @param where The argument in errors, such as `arraySource: genes`.
 * @param mask Rows that are missing; without it, those that are wholly NaN.
 * @returns 1 for a row that is there, `[items]`; undefined if none is missing.
 * @throws {ArgumentError} if a row is NaN in part, or holds another value that is not finite.
 */
export function presentRows(where: string, items: ItemValues, mask: MissingMask | undefined): Uint8Array | undefined {
  const { size } = items;
  if (mask !== undefined) checkMask(where, size, mask);
  const present = new Uint8Array(size);
  for (let item = 0; item < size; item++) {
    if (mask?.[item]) continue;
    const bad = notFinite(items, item);
    if (bad.nan === items.width && items.width > 0 && mask === undefined) continue;
    if (bad.nan + bad.infinite > 0)
      throw new ArgumentError(`${where}: item ${item} ${reason(bad, items.width, mask !== undefined)}`);
    present[item] = 1;
  }
  return present.includes(0) ? present : undefined;
}

function checkMask(where: string, size: number, mask: MissingMask): void {
  if (!Array.isArray(mask) && !(mask instanceof Uint8Array)) {
    throw new ArgumentTypeError(
      `${where}: missing: expected a Uint8Array or an array of booleans, 1 for a row that is missing`,
    );
  }
  if (mask.length !== size) throw new ShapeError(`${where}: missing`, [size], [mask.length], 'one entry for each item');
  for (const [item, value] of mask.entries()) {
    if (value === 0 || value === 1 || typeof value === 'boolean') continue;
    throw new ArgumentError(`${where}: missing[${item}]: expected 0 or 1, found ${String(value)}`);
  }
}

interface NotFinite {
  readonly nan: number;
  readonly infinite: number;
}

function notFinite({ values, width }: ItemValues, item: number): NotFinite {
  let [nan, infinite] = [0, 0];
  // Whole numbers of typed arrays are all finite.
  if (!(Array.isArray(values) || values instanceof Float32Array || values instanceof Float64Array))
    return { nan, infinite };
  for (let i = item * width; i < (item + 1) * width; i++) {
    const value: number = values[i];
    if (Number.isFinite(value)) continue;
    if (Number.isNaN(value)) nan += 1;
    else infinite += 1;
  }
  return { nan, infinite };
}

function reason({ nan, infinite }: NotFinite, width: number, isMasked: boolean): string {
  if (infinite > 0) return `has ${infinite} infinite of its ${width} values; leave it out or mark it as missing`;
  return isMasked
    ? `has NaN in ${nan} of its ${width} values although the mask does not mark it as missing`
    : `has NaN in ${nan} of its ${width} values; a row is missing if it is NaN throughout. Fill the gaps, or mark such rows in { missing }`;
}
