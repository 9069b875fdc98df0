import * as tf from '@tensorflow/tfjs-core';
import { BatchError } from '../errors.js';
import type { Batch } from './batch.js';

/** A batch whose modalities and masks fit the model, in tensors alone. */
export interface TensorBatch<K extends string = string> {
  /** Rows of the batch. */
  readonly size: number;
  /** Data of the modalities that at least one row has. */
  readonly data: { readonly [P in K]?: tf.Tensor };
  /** Of the modalities that some rows lack: 1 where a row has it, else 0, float32 `[batch]`. */
  readonly masks: { readonly [P in K]?: tf.Tensor1D };
}

/** Host arrays of masks that were made into tensors; what is computed depends on the tensors only. */
const hostRows = new WeakMap<tf.Tensor, Uint8Array>();

/** Which rows a mask marks, if it was made from a host array in this process. */
export function rowsOf(mask: tf.Tensor): Uint8Array | undefined {
  return hostRows.get(mask);
}

/**
 * Checks a batch against a model's modalities. Nothing is read from tensors.
 * @returns Data, which stay the caller's, and new masks.
 * @throws {BatchError} if a key is unknown, nothing is there, sizes differ, a mask does not fit or a row has nothing.
 */
export function prepareBatch<K extends string>(keys: readonly K[], batch: Batch<K>): TensorBatch<K> {
  const data = batch as Readonly<Record<string, tf.Tensor | undefined>>;
  const present = (batch.present ?? {}) as Readonly<Record<string, Uint8Array | undefined>>;
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
  const rows = new Map<K, Uint8Array>();
  for (const key of keys) {
    const mask = present[key];
    if (mask === undefined) continue;
    checkMask(key, mask, size);
    if (data[key] === undefined && mask.some(Boolean)) {
      throw new BatchError(`batch.present.${key} marks rows, but the batch has no '${key}'; give its tensor as well.`);
    }
    rows.set(key, mask);
  }
  const kept = found.filter((key) => rows.get(key)?.some(Boolean) ?? true);
  const partial = kept.filter((key) => !(rows.get(key)?.every(Boolean) ?? true));
  checkRows(
    kept.map((key) => (partial.includes(key) ? rows.get(key) : undefined)),
    size,
  );
  return {
    size,
    data: Object.fromEntries(kept.map((key) => [key, data[key]])) as TensorBatch<K>['data'],
    masks: Object.fromEntries(partial.map((key) => [key, maskOf(rows.get(key)!)])) as TensorBatch<K>['masks'],
  };
}

/** Whether a batch has been prepared. */
export function isPrepared<K extends string>(batch: Batch<K> | TensorBatch<K>): batch is TensorBatch<K> {
  return 'masks' in batch && 'data' in batch && typeof batch.size === 'number';
}

/** @throws {BatchError} if keys are not all known. */
export function checkKeys(known: readonly string[], found: readonly string[], where: string): void {
  const unknown = found.filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    throw new BatchError(`${where}: unknown modality ${list(unknown)}; this model has ${list(known)}.`);
  }
}

/**
 * @param rows Of each modality: which rows have it; undefined if all do, or if that is not known.
 * @throws {BatchError} if a row has nothing.
 */
export function checkRows(rows: readonly (Uint8Array | undefined)[], size: number): void {
  if (rows.some((own) => own === undefined)) return;
  for (let row = 0; row < size; row++) {
    if (!rows.some((own) => own![row])) {
      throw new BatchError(`batch.present: row ${row} has no modality at all; leave such rows out of the batch.`);
    }
  }
}

/** Names, for messages. */
export function list(keys: readonly string[]): string {
  return keys.map((key) => `'${key}'`).join(', ');
}

function maskOf(rows: Uint8Array): tf.Tensor1D {
  const mask = tf.tensor1d(Float32Array.from(rows, (row) => (row ? 1 : 0)));
  hostRows.set(mask, rows);
  return mask;
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

function checkMask(key: string, mask: Uint8Array, size: number): void {
  if (mask instanceof Uint8Array && mask.length === size) return;
  const where = `batch.present.${key}: expected a Uint8Array of ${size} (1: the row has it)`;
  const given: unknown = mask;
  if (given instanceof tf.Tensor) {
    throw new BatchError(
      `${where}, found a ${given.dtype} tensor [${given.shape.join(', ')}]; masks are kept on the host, where they are read.`,
    );
  }
  throw new BatchError(
    `${where}, found ${ArrayBuffer.isView(given) || Array.isArray(given) ? `${(given as Uint8Array).constructor.name} of ${(given as Uint8Array).length}` : typeof given}.`,
  );
}
