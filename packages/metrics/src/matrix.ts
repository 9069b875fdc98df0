import { ArgumentError } from '@polyvae/errors';
import { requireNumbers } from './require-numbers.js';

/** Rows of numbers, or numbers row-major with their shape. */
export type Matrix =
  | readonly ArrayLike<number>[]
  | {
      /** The numbers, row-major. */
      readonly data: ArrayLike<number>;
      /** Rows and columns. */
      readonly shape: readonly [rows: number, columns: number];
    };

/** A matrix in double precision, row-major. */
export interface DenseMatrix {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Checks and copies a matrix.
 * @param name Named in errors.
 * @throws {ArgumentError} if it has no column, rows differ in length, or an element is not finite.
 */
export function toDense(matrix: Matrix, name: string): DenseMatrix {
  const dense = 'data' in matrix ? fromFlat(matrix.data, matrix.shape, name) : fromRows(matrix, name);
  const bad = dense.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const [row, column] = [Math.floor(bad / dense.columns), bad % dense.columns];
    throw new ArgumentError(
      `${name}: expected finite numbers, found ${dense.data[bad]} in row ${row}, column ${column}`,
    );
  }
  return dense;
}

function fromFlat(data: ArrayLike<number>, shape: readonly [number, number], name: string): DenseMatrix {
  const [rows, columns] = shape;
  if (!Number.isInteger(rows) || !Number.isInteger(columns) || rows < 0 || columns < 1) {
    throw new ArgumentError(`${name}: expected a shape [rows, columns] with columns ≥ 1, found [${shape.join(', ')}]`);
  }
  if (data.length !== rows * columns) {
    throw new ArgumentError(
      `${name}: shape [${rows}, ${columns}] needs ${rows * columns} numbers, found ${data.length}`,
    );
  }
  requireNumbers(name, data);
  return { data: Float64Array.from(data), rows, columns };
}

function fromRows(rows: readonly ArrayLike<number>[], name: string): DenseMatrix {
  const columns = rows[0]?.length ?? 0;
  if (columns < 1) throw new ArgumentError(`${name}: expected at least one row of at least one number, found none`);
  const data = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    if (row.length !== columns) {
      throw new ArgumentError(`${name}: expected ${columns} columns as in row 0, found ${row.length} in row ${i}`);
    }
    requireNumbers(`${name}, row ${i}`, row);
    data.set(row, i * columns);
  });
  return { data, rows: rows.length, columns };
}
