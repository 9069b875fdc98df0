import type { DenseMatrix } from '../matrix.js';
import { bidiagonalSingularValues } from './bidiagonal-singular-values.js';
import { bidiagonalise } from './bidiagonalise.js';

/**
 * Singular values, the largest first; each within a few units of rounding of the largest. Nothing is squared.
 * @param a Overwritten if it has at least as many rows as columns.
 */
export function singularValues(a: DenseMatrix): Float64Array {
  return bidiagonalSingularValues(bidiagonalise(a.rows >= a.columns ? a : transpose(a)));
}

function transpose({ data, rows, columns }: DenseMatrix): DenseMatrix {
  const out = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = data[i * columns + j]!;
  }
  return { data: out, rows: columns, columns: rows };
}
