import type { Bidiagonal } from './bidiagonalise.js';

/** Values in (low, high], of which there are `above − below`. */
interface Interval {
  readonly low: number;
  readonly high: number;
  /** Singular values up to `low`. */
  readonly below: number;
  /** Singular values up to `high`. */
  readonly above: number;
}

/**
 * Singular values of an upper bidiagonal matrix, the largest first, by bisection: each is within a unit of rounding of the
 * largest. Interleaved with its transpose the matrix is symmetric tridiagonal with a diagonal of zeros, and the signs of
 * that matrix' pivots count its eigenvalues, which are ± the singular values, below any point.
 * @throws {Error} if a number is not finite.
 * @see Golub & Kahan 1965; Barth, Martin & Wilkinson 1967, "Calculation of the Eigenvalues of a Symmetric Tridiagonal Matrix by the Method of Bisection"
 */
export function bidiagonalSingularValues({ diagonal, superdiagonal }: Bidiagonal): Float64Array {
  const n = diagonal.length;
  const squares = new Float64Array(2 * n - 1);
  for (let i = 0; i < n; i++) squares[2 * i] = diagonal[i]! ** 2;
  for (let i = 0; i + 1 < n; i++) squares[2 * i + 1] = superdiagonal[i]! ** 2;
  // Gershgorin: no eigenvalue exceeds the largest sum of two neighbours off the diagonal.
  let bound = 0;
  for (let i = 0; i < squares.length; i++)
    bound = Math.max(bound, Math.sqrt(squares[i]!) + Math.sqrt(squares[i + 1] ?? 0));
  if (!Number.isFinite(bound)) throw new Error('bidiagonalSingularValues: a number is not finite');
  const values = new Float64Array(n);
  const tolerance = Number.EPSILON * bound;
  const open: Interval[] = [{ low: 0, high: bound, below: 0, above: n }];
  for (let interval = open.pop(); interval; interval = open.pop()) {
    const { low, high, below, above } = interval;
    if (above === below) continue;
    const middle = (low + high) / 2;
    if (high - low <= tolerance) {
      // Values come out in ascending order of their index; the largest goes first.
      for (let i = below; i < above; i++) values[n - 1 - i] = middle;
      continue;
    }
    const split = Math.min(above, Math.max(below, countUpTo(middle, squares) - n));
    open.push({ low, high: middle, below, above: split }, { low: middle, high, below: split, above });
  }
  return values;
}

/** Eigenvalues up to `x` of the tridiagonal matrix with zeros on and the roots of `squares` off the diagonal. */
function countUpTo(x: number, squares: Float64Array): number {
  let pivot = -x;
  let count = pivot < 0 ? 1 : 0;
  for (let i = 0; i < squares.length; i++) {
    // A pivot of 0 counts as a negative one next to it.
    pivot = -x - squares[i]! / (pivot === 0 ? -Number.MIN_VALUE : pivot);
    if (pivot <= 0) count++;
  }
  return count;
}
