import type { DenseMatrix } from '../matrix.js';
import { negligibleSquare } from './negligible.js';
import { addRowCombination } from './row-combination.js';

/** An upper bidiagonal matrix: `diagonal` of n, `superdiagonal` of n − 1 numbers. */
export interface Bidiagonal {
  readonly diagonal: Float64Array;
  readonly superdiagonal: Float64Array;
}

/**
 * The bidiagonal matrix with the same singular values, by Householder reflections from both sides.
 * About `4 · rows · columns² − 4/3 · columns³` operations.
 * @param a At least as many rows as columns; overwritten.
 * @see Golub & Van Loan, Matrix Computations, Section 5.4.8
 */
export function bidiagonalise(a: DenseMatrix): Bidiagonal {
  const { data, rows, columns } = a;
  const diagonal = new Float64Array(columns);
  const superdiagonal = new Float64Array(Math.max(0, columns - 1));
  const v = new Float64Array(rows);
  const w = new Float64Array(columns);
  const z = new Float64Array(columns);
  const negligible = negligibleSquare(data);
  for (let k = 0; k < columns; k++) {
    for (let i = k; i < rows; i++) v[i] = data[i * columns + k]!;
    const left = reflector(v, k, negligible);
    diagonal[k] = left.value;
    if (k + 1 === columns) break;
    w.fill(0, k + 1);
    if (left.tau > 0) addRowCombination(w, data, columns, v, { first: k, end: rows, from: k + 1 });
    for (let j = k + 1; j < columns; j++) {
      w[j]! *= left.tau;
      z[j] = data[k * columns + j]! - v[k]! * w[j]!;
    }
    const right = reflector(z, k + 1, negligible);
    superdiagonal[k] = right.value;
    reflectRows(data, columns, { first: k + 1, end: rows, from: k + 1 }, { v, w, z, tau: right.tau });
  }
  return { diagonal, superdiagonal };
}

/**
 * Both reflections of the rows from `first` to `end − 1`, each row while it is in the cache: `row −= v[i] w`, then
 * `row −= tau (row · z) z`. Four rows at a time, so that w and z are loaded for four.
 */
function reflectRows(
  data: Float64Array,
  columns: number,
  { first, end, from }: { first: number; end: number; from: number },
  { v, w, z, tau }: { v: Float64Array; w: Float64Array; z: Float64Array; tau: number },
): void {
  let row = first;
  for (; row + 4 <= end; row += 4) {
    const [a0, a1, a2, a3] = [row * columns, (row + 1) * columns, (row + 2) * columns, (row + 3) * columns];
    const [v0, v1, v2, v3] = [v[row]!, v[row + 1]!, v[row + 2]!, v[row + 3]!];
    let [d0, d1, d2, d3] = [0, 0, 0, 0];
    for (let j = from; j < columns; j++) {
      const [wj, zj] = [w[j]!, z[j]!];
      const x0 = data[a0 + j]! - v0 * wj;
      const x1 = data[a1 + j]! - v1 * wj;
      const x2 = data[a2 + j]! - v2 * wj;
      const x3 = data[a3 + j]! - v3 * wj;
      data[a0 + j] = x0;
      data[a1 + j] = x1;
      data[a2 + j] = x2;
      data[a3 + j] = x3;
      d0 += x0 * zj;
      d1 += x1 * zj;
      d2 += x2 * zj;
      d3 += x3 * zj;
    }
    [d0, d1, d2, d3] = [tau * d0, tau * d1, tau * d2, tau * d3];
    for (let j = from; j < columns; j++) {
      const zj = z[j]!;
      data[a0 + j]! -= d0 * zj;
      data[a1 + j]! -= d1 * zj;
      data[a2 + j]! -= d2 * zj;
      data[a3 + j]! -= d3 * zj;
    }
  }
  for (; row < end; row++) {
    const [at, vi] = [row * columns, v[row]!];
    let dot = 0;
    for (let j = from; j < columns; j++) {
      data[at + j]! -= vi * w[j]!;
      dot += data[at + j]! * z[j]!;
    }
    for (let j = from; j < columns; j++) data[at + j]! -= tau * dot * z[j]!;
  }
}

/**
 * Turns `x[from…]` into the vector v of a reflection `I − tau v vᵀ` that leaves only `value` of x, in its first place.
 * `tau` is 0 if there is nothing to reflect but rounding error.
 */
function reflector(x: Float64Array, from: number, negligible: number): { value: number; tau: number } {
  let below = 0;
  for (let i = from + 1; i < x.length; i++) below += x[i]! * x[i]!;
  const head = x[from]!;
  if (below <= negligible) return { value: head, tau: 0 };
  const norm = Math.sqrt(head * head + below);
  const value = head > 0 ? -norm : norm;
  x[from] = head - value;
  return { value, tau: 2 / (x[from] * x[from] + below) };
}
