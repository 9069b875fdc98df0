import { ArgumentTypeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { found } from './found.js';

/** The tensors of a batch with their paths, such as `present.scan`; empty for a batch that is a tensor. */
export function* tensorsOf(batch: unknown, path = ''): Generator<readonly [path: string, tensor: tf.Tensor]> {
  if (batch instanceof tf.Tensor) {
    yield [path, batch];
  } else if (typeof batch === 'object' && batch !== null && !ArrayBuffer.isView(batch)) {
    for (const [name, value] of Object.entries(batch)) yield* tensorsOf(value, path === '' ? name : `${path}.${name}`);
  }
}

/** A batch's tensor in words. */
function named(path: string): string {
  return path === '' ? 'the batch' : `the batch's '${path}'`;
}

/**
 * Checks a batch that a source has handed out.
 * @param where The source, such as `fit(data)`.
 * @throws {ArgumentTypeError} if it is none, or holds a tensor that was disposed.
 */
export function checkBatch(where: string, batch: unknown): void {
  if (typeof batch !== 'object' || batch === null) {
    throw new ArgumentTypeError(
      `${where}: get(indices): expected a tensor or a record of tensors, or a promise of them, found ${found(batch)}`,
    );
  }
  for (const [path, tensor] of tensorsOf(batch)) {
    if (!tensor.isDisposed) continue;
    throw new ArgumentTypeError(
      `${where}: get(indices): ${named(path)} is a tensor that was disposed. Batches are disposed after use, so each must have tensors of its own: make them anew at every call, or hand out tf.clone(tensor) of those that you keep, and await nothing within tf.tidy`,
    );
  }
}

/**
 * Where a batch itself holds values that are not finite, as a clause; undefined if it does not.
 * @param indices Its items.
 */
export async function nonFiniteData(batch: unknown, indices: Uint32Array): Promise<string | undefined> {
  for (const [path, tensor] of tensorsOf(batch)) {
    if (tensor.isDisposed || tensor.dtype !== 'float32') continue;
    const values = await tensor.data();
    const at = values.findIndex((value: number) => !Number.isFinite(value));
    if (at < 0) continue;
    const rows = tensor.shape[0] ?? 0;
    const item = rows === indices.length ? ` (first in item ${indices[Math.floor((at * rows) / values.length)]})` : '';
    return `${named(path)} holds ${values[at]}${item}`;
  }
  return undefined;
}
