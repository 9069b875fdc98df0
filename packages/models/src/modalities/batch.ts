import * as tf from '@tensorflow/tfjs';
import { BatchError } from '../errors.js';

/**
 * Data by modality, each `[batch, ...]` float32. An absent key is a modality that no row has; `present` marks the rows
 * that have it (bool `[batch]`), and what the other rows hold does not matter, NaN included.
 */
export type Batch<K extends string = string> = { readonly [P in K]?: tf.Tensor } & {
  readonly present?: { readonly [P in K]?: tf.Tensor };
};

/** One modality of a checked batch. */
export interface Observation<K extends string = string> {
  readonly key: K;
  /** Data with zeros in the rows that lack it. */
  readonly x: tf.Tensor;
  /** Which rows have it; undefined if all do. */
  readonly rows?: Uint8Array;
  /** 1 where a row has it, else 0, `[batch]`; undefined if all do. */
  readonly mask?: tf.Tensor1D;
  /** How many rows have it. */
  readonly count: number;
}

/** A batch whose modalities and masks fit the model. */
export interface CheckedBatch<K extends string = string> {
  /** Rows of the batch. */
  readonly size: number;
  /** The modalities that at least one row has, in the model's order. */
  readonly observations: readonly Observation<K>[];
}

/**
 * Checks a batch against a model's modalities and clears the rows that are marked absent. The masks are the only thing
 * that is read back. Call within `tf.tidy`.
 * @throws {BatchError} if a key is unknown, nothing is there, sizes differ, a mask does not fit or a row has nothing.
 */
export function checkBatch<K extends string>(keys: readonly K[], batch: Batch<K>): CheckedBatch<K> {
  const data = batch as Readonly<Record<string, tf.Tensor | undefined>>;
  const present = (batch.present ?? {}) as Readonly<Record<string, tf.Tensor | undefined>>;
  checkKeys(
    keys,
    Object.keys(data).filter((key) => key !== 'present'),
    'batch',
  );
  checkKeys(keys, Object.keys(present), 'batch.present');
  const found = keys.filter((key) => data[key] !== undefined);
  if (found.length === 0) {
    throw new BatchError(`batch: expected at least one of the modalities ${list(keys)}, found none.`);
  }
  const size = batchSize(found, data);
  for (const key of keys) {
    if (data[key] === undefined && present[key] !== undefined && readMask(key, present[key], size).some(Boolean)) {
      throw new BatchError(`batch.present.${key} marks rows, but the batch has no '${key}'; give its tensor as well.`);
    }
  }
  const observations = found
    .map((key) => observe(key, data[key] as tf.Tensor, present[key], size))
    .filter(({ count }) => count > 0);
  checkRows(observations, size);
  return { size, observations };
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
  checkRows(found, size);
  return { size, observations: found };
}

function checkKeys(known: readonly string[], found: readonly string[], where: string): void {
  const unknown = found.filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    throw new BatchError(`${where}: unknown modality ${list(unknown)}; this model has ${list(known)}.`);
  }
}

function batchSize(found: readonly string[], data: Readonly<Record<string, tf.Tensor | undefined>>): number {
  const sizes = found.map((key) => {
    const x = data[key];
    if (!(x instanceof tf.Tensor)) throw new BatchError(`batch.${key}: expected a tensor, found ${typeof x}.`);
    if (x.dtype !== 'float32') throw new BatchError(`batch.${key}: expected dtype float32, found ${x.dtype}; cast it.`);
    if (x.rank < 2) {
      throw new BatchError(
        `batch.${key}: expected a batch of data, [batch, ...], found shape [${x.shape.join(', ')}].`,
      );
    }
    return x.shape[0];
  });
  const size = sizes[0] as number;
  if (size === 0) throw new BatchError(`batch.${found[0]}: expected at least one row, found none.`);
  if (sizes.some((other) => other !== size)) {
    const shown = found.map((key, index) => `${key} ${sizes[index]}`).join(', ');
    throw new BatchError(`batch: every modality must have the same number of rows, found ${shown}.`);
  }
  return size;
}

function readMask(key: string, mask: tf.Tensor, size: number): Uint8Array {
  if (!(mask instanceof tf.Tensor) || mask.dtype !== 'bool' || mask.rank !== 1 || mask.size !== size) {
    const found = mask instanceof tf.Tensor ? `${mask.dtype} [${mask.shape.join(', ')}]` : typeof mask;
    throw new BatchError(`batch.present.${key}: expected a bool tensor [${size}], found ${found}.`);
  }
  return Uint8Array.from(mask.dataSync());
}

function observe<K extends string>(key: K, x: tf.Tensor, mask: tf.Tensor | undefined, size: number): Observation<K> {
  const rows = mask && readMask(key, mask, size);
  const count = rows ? rows.reduce((sum, row) => sum + row, 0) : size;
  if (!rows || count === size || count === 0) return { key, x, count };
  const column = tf.reshape(mask, [size, ...x.shape.slice(1).map(() => 1)]);
  // where, not a product, since an absent row may be NaN; after this nothing of it is left.
  return {
    key,
    x: tf.where(tf.broadcastTo(column, x.shape), x, tf.zerosLike(x)),
    rows,
    mask: tf.cast(mask, 'float32') as tf.Tensor1D,
    count,
  };
}

function checkRows(observations: readonly Observation[], size: number): void {
  if (observations.some(({ rows }) => rows === undefined)) return;
  for (let row = 0; row < size; row++) {
    if (!observations.some(({ rows }) => rows?.[row])) {
      throw new BatchError(`batch.present: row ${row} has no modality at all; leave such rows out of the batch.`);
    }
  }
}

function list(keys: readonly string[]): string {
  return keys.map((key) => `'${key}'`).join(', ');
}
