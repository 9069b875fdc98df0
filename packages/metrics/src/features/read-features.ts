import { ArgumentError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { type DenseMatrix, type Matrix, toDense } from '../matrix.js';

/** One feature vector a row: a tensor of shape `[rows, dimensions]`, or plain numbers. */
export type Features = tf.Tensor2D | Matrix;

/**
 * Reads features into double precision; a tensor is read, not disposed.
 * @param name Named in errors.
 * @throws {ArgumentError} if there are fewer than `minimum` rows, rows differ in length, or a number is not finite.
 */
export async function readFeatures(features: Features, name: string, minimum: number): Promise<DenseMatrix> {
  let matrix: Matrix;
  if (features instanceof tf.Tensor) {
    if (features.rank !== 2) {
      throw new ArgumentError(`${name}: expected shape [rows, dimensions], found [${features.shape.join(', ')}]`);
    }
    matrix = { data: await features.data(), shape: features.shape };
  } else {
    matrix = features;
  }
  const dense = toDense(matrix, name);
  if (dense.rows < minimum) throw new ArgumentError(`${name}: expected at least ${minimum} rows, found ${dense.rows}`);
  return dense;
}

/**
 * Rows without the columns in which all of both sets are equal, such as those of units that never fire. Their distances are the
 * same, bit for bit. One column always stays.
 */
function withoutConstantColumns(sets: readonly DenseMatrix[]): DenseMatrix[] {
  const [{ data: first, columns }] = sets as [DenseMatrix];
  const varies = (column: number): boolean =>
    sets.some(({ data, rows }) => {
      for (let row = 0; row < rows; row++) if (data[row * columns + column] !== first[column]) return true;
      return false;
    });
  const kept = Array.from({ length: columns }, (_, column) => column).filter(varies);
  if (kept.length === columns) return [...sets];
  if (kept.length === 0) kept.push(0);
  return sets.map(({ data, rows }) => {
    const own = new Float64Array(rows * kept.length);
    for (let row = 0; row < rows; row++) {
      for (const [i, column] of kept.entries()) own[row * kept.length + i] = data[row * columns + column]!;
    }
    return { data: own, rows, columns: kept.length };
  });
}

/**
 * Reads the features of real and of generated items for metrics that look at their distances alone: columns in which all are
 * equal are left out.
 * @param where The metric, named in errors.
 * @throws {ArgumentError} as {@link readFeatures}, or if the two differ in their number of columns.
 */
export async function readFeaturePair(
  where: string,
  pair: { readonly real: Features; readonly generated: Features },
  minimum: number,
): Promise<{ real: DenseMatrix; generated: DenseMatrix }> {
  const real = await readFeatures(pair.real, `${where}({ real })`, minimum);
  const generated = await readFeatures(pair.generated, `${where}({ generated })`, minimum);
  if (generated.columns !== real.columns) {
    throw new ArgumentError(
      `${where}({ generated }): expected ${real.columns} columns as in real, found ${generated.columns}; use one extractor for both`,
    );
  }
  const [ofReal, ofGenerated] = withoutConstantColumns([real, generated]) as [DenseMatrix, DenseMatrix];
  return { real: ofReal, generated: ofGenerated };
}
