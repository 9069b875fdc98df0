import { renormalise } from '@polyvae/divergences';
import * as tf from '@tensorflow/tfjs-core';
import { BatchError } from '../errors.js';
import type { CheckedBatch } from '../modalities/checked-batch.js';

/**
 * Weights renormalised over what is there: one number an expert, or `[experts, batch]` where rows differ.
 * @param modalities One weight for each observation of the batch.
 * @param prior The prior's weight, appended as the last expert; without it the prior is no expert.
 * @throws {BatchError} if a row has only modalities of weight 0.
 * @example
 * ```ts
 * geometricMean([...experts, model.prior()], presentWeights(batch, weights, prior));
 * ```
 */
export function presentWeights(
  batch: CheckedBatch,
  modalities: readonly number[],
  prior?: number,
): readonly number[] | tf.Tensor2D {
  const all = prior === undefined ? [...modalities] : [...modalities, prior];
  if (!all.some((weight) => weight > 0)) throw onlyZeros(undefined);
  if (batch.observations.every(({ mask }) => mask === undefined)) return renormalise(all);
  checkPresentWeights(batch, all);
  const ones = tf.ones([batch.size]);
  const kept = all.map((weight, k) => tf.mul(batch.observations[k]?.mask ?? ones, weight));
  const weights = tf.stack(kept);
  return tf.div<tf.Tensor2D>(weights, tf.sum(weights, 0, true));
}

/**
 * Checks the weights that rows are left with, where masks are known on the host.
 * @param weights One for each observation of the batch, and the prior's where it is an expert.
 * @throws {BatchError} if a row has only modalities of weight 0.
 */
export function checkPresentWeights({ size, observations }: CheckedBatch, weights: readonly number[]): void {
  if (weights.every((weight) => weight > 0)) return;
  if (observations.some(({ mask, rows }) => mask && !rows)) return;
  const has = (k: number, row: number): boolean => (observations[k]?.rows?.[row] ?? 1) > 0;
  for (let row = 0; row < size; row++) {
    if (!weights.some((weight, k) => weight > 0 && has(k, row))) throw onlyZeros(row);
  }
}

/**
 * 1 for experts that a row has and 0 for those that it lacks, the prior always there as the last one; undefined if every
 * row has all.
 * @example
 * ```ts
 * const weights = presentExperts(batch);
 * productOfExperts([...experts, model.prior()], weights ? { weights } : {});
 * ```
 */
export function presentExperts(batch: CheckedBatch): tf.Tensor | undefined {
  if (batch.observations.every(({ mask }) => mask === undefined)) return undefined;
  const ones = tf.ones([batch.size]);
  return tf.stack([...batch.observations.map(({ mask }) => mask ?? ones), ones]);
}

function onlyZeros(row: number | undefined): BatchError {
  const where = row === undefined ? 'the batch' : `row ${row}`;
  return new BatchError(`${where} has only modalities of weight 0; give them weight or leave it out.`);
}
