const numbers = new Intl.NumberFormat('en-US');

/** A count with commas. */
export function count(value: number): string {
  return numbers.format(value);
}
