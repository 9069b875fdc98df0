import { ArgumentError, ArgumentTypeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { requireClasses } from './require-classes.js';

/** Class numbers: a tensor `[rows]`, which is disposed after use, or plain numbers. */
export type Predictions = ArrayLike<number> | tf.Tensor;

/**
 * The class of every row of one modality's data. It has to be a classifier in evaluation mode: dropout off, batch
 * statistics as recorded in training.
 */
export type Classify = (x: tf.Tensor) => Predictions | Promise<Predictions>;

/** Reads predictions and checks that there is a class number for each row. */
export async function readPredictions(
  where: string,
  predictions: Predictions | Promise<Predictions>,
  rows: number,
): Promise<number[]> {
  const given = await predictions;
  let numbers: ArrayLike<number>;
  if (given instanceof tf.Tensor) {
    try {
      numbers = await given.data();
    } finally {
      given.dispose();
    }
  } else {
    numbers = given;
  }
  if (numbers.length !== rows) {
    throw new ArgumentError(`${where}: expected ${rows} predictions, one for each row, found ${numbers.length}`);
  }
  requireClasses(where, numbers);
  return Array.from(numbers);
}

/** Classifies data and disposes them, whatever happens. */
export async function classifyAll<K extends string>(
  where: string,
  data: { readonly [P in K]?: tf.Tensor },
  keys: readonly K[],
  classify: Readonly<Record<K, Classify>>,
  rows: number,
): Promise<Map<K, number[]>> {
  try {
    const predictions = new Map<K, number[]>();
    for (const key of keys) {
      const x = data[key];
      if (!(x instanceof tf.Tensor))
        throw new ArgumentTypeError(`${where}: expected a tensor of '${key}', found ${typeof x}`);
      predictions.set(key, await readPredictions(`${where}: classifier of '${key}'`, classify[key](x), rows));
    }
    return predictions;
  } finally {
    tf.dispose(Object.values<tf.Tensor | undefined>(data));
  }
}
