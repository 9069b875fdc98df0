import type { DenseMatrix } from '../matrix.js';
import { negligibleSquare } from './negligible.js';
import { addRowCombination, subtractRowMultiples } from './row-combination.js';

/** Rows taken in at a time: with 2,048 columns a block of them stays in a processor's cache. */
const BLOCK = 64;

/**
 * The upper triangular R of `A = Q R`, so that `Rᵀ R = Aᵀ A` without squaring what is small away: by Householder
 * reflections, a block of rows after the other. About `2 · rows · columns²` operations.
 * @param a Overwritten.
 * @returns Square, `columns` rows.
 * @see Golub & Van Loan, Matrix Computations, Section 5.2
 */
export function triangularFactor(a: DenseMatrix): DenseMatrix {
  const { columns } = a;
  const r = new Float64Array(columns * columns);
  const negligible = negligibleSquare(a.data);
  for (let start = 0; start < a.rows; start += BLOCK) {
    const end = Math.min(start + BLOCK, a.rows);
    absorb(r, a.data.subarray(start * columns, end * columns), { rows: end - start, negligible });
  }
  return { data: r, rows: columns, columns };
}

/** Makes R the triangular factor of R with the block's rows below it. */
function absorb(
  r: Float64Array,
  block: Float64Array,
  { rows, negligible }: { rows: number; negligible: number },
): void {
  const columns = block.length / rows;
  const v = new Float64Array(rows);
  const w = new Float64Array(columns);
  for (let k = 0; k < columns; k++) {
    let below = 0;
    for (let i = 0; i < rows; i++) {
      v[i] = block[i * columns + k]!;
      below += v[i]! * v[i]!;
    }
    if (below <= negligible) continue;
    const diagonal = k * columns + k;
    const head = r[diagonal]!;
    const norm = Math.sqrt(head * head + below);
    const reflected = head > 0 ? -norm : norm;
    const v0 = head - reflected;
    const tau = 2 / (v0 * v0 + below);
    r[diagonal] = reflected;
    for (let j = k + 1; j < columns; j++) w[j] = v0 * r[k * columns + j]!;
    addRowCombination(w, block, columns, v, { first: 0, end: rows, from: k + 1 });
    for (let j = k + 1; j < columns; j++) {
      w[j]! *= tau;
      r[k * columns + j]! -= v0 * w[j]!;
    }
    subtractRowMultiples(block, columns, v, w, { end: rows, from: k + 1 });
  }
}
