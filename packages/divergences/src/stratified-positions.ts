import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { checkBatchSize } from './batch-size.js';

/** The largest float32 below 1. */
const BELOW_ONE = 1 - 2 ** -24;

/**
 * Where systematic sampling of a batch's rows asks for its component: every row's u = (perm(i) + U) / batchSize in [0, 1), of
 * the same draws as {@link stratifiedAssignment}.
 * @example
 * ```ts
 * const positions = tf.tensor1d(stratifiedPositions(256, rng));
 * ```
 */
export function stratifiedPositions(batchSize: number, rng: Rng): Float32Array {
  checkBatchSize('stratifiedPositions', batchSize);
  const order = rng.permutation(batchSize);
  const offset = rng.uniform();
  return Float32Array.from(order, (place) => Math.min((place + offset) / batchSize, BELOW_ONE));
}

/**
 * For every row the component at its position: {@link stratifiedAssignment} with weights that are a tensor, which are not
 * read.
 * @param positions `[batch]`, in [0, 1), of {@link stratifiedPositions}.
 * @param weights `[experts, batch]`, each column summing to one; 0 for experts that the row lacks, which are never taken.
 * @returns int32 `[batch]`.
 * @example
 * ```ts
 * const components = componentAt(tf.tensor1d(stratifiedPositions(256, rng)), weights); // weights [experts, 256]
 * ```
 */
export function componentAt(positions: tf.Tensor1D, weights: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => {
    const each = tf.unstack(weights) as tf.Tensor1D[];
    const below: tf.Tensor1D[] = [];
    for (const own of each) {
      const last = below.at(-1);
      below.push(last ? tf.add(last, own) : own);
    }
    // Of the sum that rounding makes of them, so that a position below 1 stays below the last component that a row has.
    const place = tf.mul(positions, below.at(-1)!);
    return tf.cast(tf.addN(below.map((bound) => tf.cast(tf.greaterEqual(place, bound), 'float32'))), 'int32');
  });
}
