import { renormalise, type Weights } from '@polyvae/divergences';
import * as tf from '@tensorflow/tfjs';
import { BatchError } from '../errors.js';
import type { CheckedBatch } from '../modalities/batch.js';

/** Weights of what a batch has, in the two forms that fusion needs. */
export interface PresentWeights {
  /** One number an expert, or `[experts, batch]` where rows differ. */
  readonly weights: Weights;
  /** Weights for row-wise assignment: one list, or one list a row. */
  readonly byRow: readonly number[] | readonly (readonly number[])[];
}

/**
 * Weights renormalised over what is there, row by row if rows differ.
 * @param modalities One weight for each observation of the batch.
 * @param prior The prior's weight, appended as the last expert; without it the prior is no expert.
 * @throws {BatchError} if a row has only modalities of weight 0.
 */
export function presentWeights(batch: CheckedBatch, modalities: readonly number[], prior?: number): PresentWeights {
  const all = prior === undefined ? [...modalities] : [...modalities, prior];
  if (batch.observations.every(({ rows }) => rows === undefined)) {
    if (!all.some((weight) => weight > 0)) throw onlyZeros(undefined);
    const weights = renormalise(all);
    return { weights, byRow: weights };
  }
  const byRow = Array.from({ length: batch.size }, (_, row) => {
    const own = all.map((weight, k) => (batch.observations[k]?.rows?.[row] === 0 ? 0 : weight));
    if (!own.some((weight) => weight > 0)) throw onlyZeros(row);
    return renormalise(own);
  });
  const columns = all.map((_, k) => byRow.map((weights) => weights[k] as number));
  return { weights: tf.tensor2d(columns), byRow };
}

/**
 * 1 for experts that a row has and 0 for those that it lacks, the prior always there as the last one; undefined if every
 * row has all.
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
