/**
 * Adds a combination of consecutive rows: `target[j] += Σᵢ coefficients[i] · a[i, j]` for columns `from` to `columns − 1`.
 * @param a Row-major, `columns` numbers a row.
 * @param first First row of `a` and first index into `coefficients`.
 * @param end Row after the last.
 */
export function addRowCombination(
  target: Float64Array,
  a: Float64Array,
  columns: number,
  coefficients: Float64Array,
  { first, end, from }: { first: number; end: number; from: number },
): void {
  let row = first;
  // Four rows at a time, so that the target is loaded and stored a quarter as often.
  for (; row + 4 <= end; row += 4) {
    const [a0, a1, a2, a3] = [row * columns, (row + 1) * columns, (row + 2) * columns, (row + 3) * columns];
    const c0 = coefficients[row]!;
    const c1 = coefficients[row + 1]!;
    const c2 = coefficients[row + 2]!;
    const c3 = coefficients[row + 3]!;
    for (let j = from; j < columns; j++) {
      target[j]! += c0 * a[a0 + j]! + c1 * a[a1 + j]! + c2 * a[a2 + j]! + c3 * a[a3 + j]!;
    }
  }
  for (; row < end; row++) {
    const [at, c] = [row * columns, coefficients[row]!];
    for (let j = from; j < columns; j++) target[j]! += c * a[at + j]!;
  }
}

/**
 * Subtracts multiples of one row from consecutive rows: `a[i, j] −= coefficients[i] · source[j]` for columns `from` to
 * `columns − 1`.
 * @param a Row-major, `columns` numbers a row; changed.
 * @param end Rows 0 to `end − 1` are changed.
 */
export function subtractRowMultiples(
  a: Float64Array,
  columns: number,
  coefficients: Float64Array,
  source: Float64Array,
  { end, from }: { end: number; from: number },
): void {
  let row = 0;
  for (; row + 4 <= end; row += 4) {
    const [a0, a1, a2, a3] = [row * columns, (row + 1) * columns, (row + 2) * columns, (row + 3) * columns];
    const c0 = coefficients[row]!;
    const c1 = coefficients[row + 1]!;
    const c2 = coefficients[row + 2]!;
    const c3 = coefficients[row + 3]!;
    for (let j = from; j < columns; j++) {
      const s = source[j]!;
      a[a0 + j]! -= c0 * s;
      a[a1 + j]! -= c1 * s;
      a[a2 + j]! -= c2 * s;
      a[a3 + j]! -= c3 * s;
    }
  }
  for (; row < end; row++) {
    const [at, c] = [row * columns, coefficients[row]!];
    for (let j = from; j < columns; j++) a[at + j]! -= c * source[j]!;
  }
}
