import * as tf from '@tensorflow/tfjs-core';
import { BatchError } from '../errors.js';
import type { CheckedBatch } from '../modalities/checked-batch.js';
import { list } from '../modalities/prepare-batch.js';
import type { ObjectiveResult } from './objective.js';
import { type LossPart, weightedSum } from './weighted-sum.js';

/** 1 where a row has all modalities of the batch, else 0, `[batch]`; undefined if all rows have. */
export function completeRows({ observations }: CheckedBatch): tf.Tensor1D | undefined {
  const masks = observations.flatMap(({ mask }) => (mask ? [mask] : []));
  return masks.length === 0 ? undefined : masks.reduce((all, mask) => tf.mul(all, mask));
}

/** @throws {BatchError} if no row, as far as the host knows, has all modalities. */
export function checkCompleteRows(objective: string, keys: readonly string[], batch: CheckedBatch): void {
  const { size, observations } = batch;
  const lacking = keys.filter((key) => !observations.some((own) => own.key === key));
  if (lacking.length > 0) {
    throw new BatchError(
      `${objective} is trained on rows that have all modalities, for its joint encoder; no row of the batch has ${list(lacking)}.`,
    );
  }
  if (observations.some(({ mask, rows }) => mask && !rows)) return;
  for (let row = 0; row < size; row++) if (observations.every(({ rows }) => rows?.[row] !== 0)) return;
  throw new BatchError(
    `${objective} is trained on rows that have all modalities, for its joint encoder; none of the batch's ${size} rows has.`,
  );
}

/** Sums parts to a loss over the rows that have all modalities, as if the batch had no others. */
export function sumOfCompleteRows(parts: readonly LossPart[], batch: CheckedBatch): ObjectiveResult {
  const mask = completeRows(batch);
  if (!mask) return weightedSum(parts, batch.size);
  const { loss, terms } = weightedSum(
    parts.map((part) => ({ ...part, of: { mask } })),
    batch.size,
  );
  return { loss: tf.mul(loss, tf.div(batch.size, tf.sum(mask))), terms };
}
