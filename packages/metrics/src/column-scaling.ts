import { ArgumentError } from '@polyvae/errors';
import type { DenseMatrix } from './matrix.js';

/**
 * Columns brought to a common centre and unit, so that a search over their weights does not depend on the units they came in.
 */
export interface ColumnScaling {
  readonly centres: Float64Array;
  readonly units: Float64Array;
}

/** The matrix with every column centred and in its unit. */
export function scaled({ data, rows, columns }: DenseMatrix, { centres, units }: ColumnScaling): DenseMatrix {
  const own = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) own[i] = (data[i]! - centres[i % columns]!) / units[i % columns]!;
  return { data: own, rows, columns };
}

/**
 * The scaling under which the loss of a logistic regression with a ridge penalty is curved alike along the weights of all
 * columns and the intercept. The data curve it by up to rows/4 times a column's variance and the penalty by its strength, so the
 * unit is the root of variance + 4 · strength / rows: the spread of columns that vary, and no less than what the penalty resolves.
 * @param strength Factor of half the squared weights; 0 without a penalty.
 * @throws {ArgumentError} if a column spans more than a double can hold.
 */
export function scalingOf(matrix: DenseMatrix, strength: number, name: string): ColumnScaling {
  const { rows, columns } = matrix;
  const least = 2 * Math.sqrt(strength / rows);
  const centres = new Float64Array(columns);
  const units = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    const { centre, spread } = momentsOf(matrix, column);
    const unit = Math.hypot(spread, least);
    if (!Number.isFinite(unit)) {
      throw new ArgumentError(
        `${name}: column ${column} spans more than double precision holds; scale it, for example to a spread of 1`,
      );
    }
    centres[column] = centre;
    // A column that does not vary tells nothing; in any unit its weight stays 0.
    units[column] = unit >= leastNormal ? unit : 1;
  }
  return { centres, units };
}

/** The smallest number of full precision. */
const leastNormal = 2 ** -1022;

function momentsOf({ data, rows, columns }: DenseMatrix, column: number): { centre: number; spread: number } {
  const first = data[column]!;
  let varies = false;
  let centre = 0;
  for (let i = column; i < data.length; i += columns) {
    varies ||= data[i] !== first;
    centre += data[i]! / rows;
  }
  // Their mean may differ from equal numbers by rounding, which would then look like a spread.
  if (!varies) return { centre: first, spread: 0 };
  let largest = 0;
  for (let i = column; i < data.length; i += columns) largest = Math.max(largest, Math.abs(data[i]! - centre));
  let squares = 0;
  for (let i = column; i < data.length; i += columns) squares += ((data[i]! - centre) / largest) ** 2 / rows;
  return { centre, spread: largest * Math.sqrt(squares) };
}
