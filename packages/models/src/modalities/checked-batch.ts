import * as tf from '@tensorflow/tfjs-core';
import { BatchError } from '../errors.js';
import type { Batch } from './batch.js';
import { checkKeys, checkRows, isPrepared, list, prepareBatch, rowsOf, type TensorBatch } from './prepare-batch.js';

/** One modality of a checked batch. */
export interface Observation<K extends string = string> {
  /** Name of the modality. */
  readonly key: K;
  /** Data with zeros in the rows that lack it. */
  readonly x: tf.Tensor;
  /** 1 where a row has it, else 0, `[batch]`; undefined if all do. */
  readonly mask?: tf.Tensor1D;
  /** The mask on the host; undefined if all rows have it, and in a compiled step. */
  readonly rows?: Uint8Array | undefined;
}

/** A batch whose modalities and masks fit the model. */
export interface CheckedBatch<K extends string = string> {
  /** Rows of the batch. */
  readonly size: number;
  /** The modalities that at least one row has, in the model's order. */
  readonly observations: readonly Observation<K>[];
}

/**
 * A batch with zeros in the rows that are marked absent, checked if it has not been. Nothing is read from tensors. Call within
 * `tf.tidy`.
 * @throws {BatchError} if a key is unknown, nothing is there, sizes differ, a mask does not fit or a row has nothing.
 */
export function checkBatch<K extends string>(keys: readonly K[], batch: Batch<K> | TensorBatch<K>): CheckedBatch<K> {
  const { size, data, masks } = isPrepared(batch) ? batch : prepareBatch(keys, batch);
  const found = keys.filter((key) => data[key] !== undefined);
  return { size, observations: found.map((key) => observe(key, data[key]!, masks[key])) };
}

/**
 * Some of the modalities of a checked batch.
 * @throws {BatchError} if there are none, the batch has not one of them, or a row is left with none.
 */
export function subsetOf<K extends string>(
  keys: readonly K[],
  { size, observations }: CheckedBatch<K>,
  given: readonly K[],
): CheckedBatch<K> {
  checkKeys(keys, given, 'given');
  if (given.length === 0) throw new BatchError(`given: expected at least one of ${list(keys)}, found none.`);
  const found = observations.filter(({ key }) => given.includes(key));
  const missing = given.filter((own) => !found.some(({ key }) => key === own));
  if (missing.length > 0) throw new BatchError(`given: no row of the batch has ${list(missing)}.`);
  checkRows(
    found.map(({ rows }) => rows),
    size,
  );
  return { size, observations: found };
}

function observe<K extends string>(key: K, x: tf.Tensor, mask: tf.Tensor1D | undefined): Observation<K> {
  if (!mask) return { key, x };
  const column = tf.reshape(tf.cast(mask, 'bool'), [mask.size, ...x.shape.slice(1).map(() => 1)]);
  // where, not a product, since an absent row may be NaN; after this nothing of it is left.
  return { key, x: tf.where(tf.broadcastTo(column, x.shape), x, tf.zerosLike(x)), mask, rows: rowsOf(mask) };
}
