import { ShapeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';

/** Shape of two tensors broadcast together, or `undefined` if they do not fit. */
function broadcast(a: readonly number[], b: readonly number[]): number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return undefined;
    shape.push(x === 1 ? y : x);
  }
  return shape;
}

/**
 * Shape of two parameters broadcast together.
 * @throws {ShapeError} naming `argument` if `found` does not broadcast against `shape`.
 */
export function broadcastShapes(argument: string, shape: readonly number[], found: readonly number[]): number[] {
  const result = broadcast(shape, found);
  if (!result) throw new ShapeError(argument, `broadcastable with [${shape.join(', ')}]`, found);
  return result;
}

/**
 * Checks a point at which a density is asked for.
 * @throws {ShapeError} if it does not end in the event shape or what comes before does not broadcast with the batch shape.
 */
export function checkPoint(
  argument: string,
  x: tf.Tensor,
  batchShape: readonly number[],
  eventShape: readonly number[],
): void {
  const batchRank = x.rank - eventShape.length;
  const event = batchRank < 0 ? x.shape : x.shape.slice(batchRank);
  if (batchRank < 0 || event.some((size, i) => size !== eventShape[i])) {
    throw new ShapeError(argument, `[..., ${eventShape.join(', ')}] (it must end in the event shape)`, x.shape);
  }
  if (!broadcast(batchShape, x.shape.slice(0, batchRank))) {
    const full = [...batchShape, ...eventShape];
    throw new ShapeError(argument, `broadcastable with [${full.join(', ')}] (batch and event shape)`, x.shape);
  }
}

/** @throws {ShapeError} unless the shapes are the same. */
export function checkSameShape(argument: string, expected: readonly number[], found: readonly number[]): void {
  if (expected.length !== found.length || expected.some((size, i) => size !== found[i])) {
    throw new ShapeError(argument, expected, found);
  }
}

/** @throws {ShapeError} unless every size is an integer ≥ 0. */
export function checkSampleShape(argument: string, sampleShape: readonly number[]): void {
  if (!sampleShape.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new ShapeError(argument, 'of integers that are not negative', sampleShape);
  }
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}

/** A new tensor: `x` spread over `shape`. */
export function expand(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const same = x.rank === shape.length && x.shape.every((size, i) => size === shape[i]);
  return same ? tf.clone(x) : tf.broadcastTo(x, [...shape]);
}

/** Sums the last `n` axes. */
export function sumLast(x: tf.Tensor, n: number): tf.Tensor {
  if (n === 0) return tf.clone(x);
  return tf.sum(
    x,
    Array.from({ length: n }, (_, i) => x.rank - n + i),
  );
}
