/** A number with so many decimal places and a true minus sign; a dash where there is none (JSON keeps NaN as null). */
export function shownNumber(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value).toFixed(digits);
  return value < 0 && Number(size) !== 0 ? `−${size}` : size;
}

/** A share as a whole percentage. */
export function percent(share: number): string {
  return `${shownNumber(100 * share, 0)} %`;
}

/** A count with commas. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
