import * as tf from '@tensorflow/tfjs-core';
import { type DenseMatrix, type Matrix, toDense } from '../matrix.js';

/** One feature vector a row: a tensor of shape `[rows, dimensions]`, or plain numbers. */
export type Features = tf.Tensor2D | Matrix;

/**
 * Reads features into double precision; a tensor is read, not disposed.
 * @param name Named in errors.
 * @throws {RangeError} if there are fewer than `minimum` rows, rows differ in length, or a number is not finite.
 */
export async function readFeatures(features: Features, name: string, minimum: number): Promise<DenseMatrix> {
  let matrix: Matrix;
  if (features instanceof tf.Tensor) {
    if (features.rank !== 2) {
      throw new RangeError(`${name}: expected shape [rows, dimensions], found [${features.shape.join(', ')}]`);
    }
    matrix = { data: await features.data(), shape: features.shape };
  } else {
    matrix = features;
  }
  const dense = toDense(matrix, name);
  if (dense.rows < minimum) throw new RangeError(`${name}: expected at least ${minimum} rows, found ${dense.rows}`);
  return dense;
}

/**
 * Reads the features of real and of generated items.
 * @param where The metric, named in errors.
 * @throws {RangeError} as {@link readFeatures}, or if the two differ in their number of columns.
 */
export async function readFeaturePair(
  where: string,
  pair: { readonly real: Features; readonly generated: Features },
  minimum: number,
): Promise<{ real: DenseMatrix; generated: DenseMatrix }> {
  const real = await readFeatures(pair.real, `${where}({ real })`, minimum);
  const generated = await readFeatures(pair.generated, `${where}({ generated })`, minimum);
  if (generated.columns !== real.columns) {
    throw new RangeError(
      `${where}({ generated }): expected ${real.columns} columns as in real, found ${generated.columns}; use one extractor for both`,
    );
  }
  return { real, generated };
}
