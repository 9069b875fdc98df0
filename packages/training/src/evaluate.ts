import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { BatchFeed } from './batch-feed.js';
import type { BatchSource } from './batch-source.js';
import { nonFiniteData } from './check-batch.js';
import { NonFiniteError } from './errors.js';
import { adviceOn } from './non-finite.js';
import { type PackedTerms, packTerms, unpackTerms } from './read-terms.js';
import { TermMeans } from './term-means.js';
import type { LossTermsOf } from './terms.js';
import type { Trainable } from './trainable.js';

/** Options of `evaluateLoss`. */
export interface EvaluateLossOptions {
  /** Items that are evaluated at once. */
  readonly batchSize: number;
  /** Not advanced; the same stream gives the same noise. */
  readonly rng: Rng;
  /** Passed on to the loss; default 0. */
  readonly step?: number;
  /** Passed on to the loss; default 0. */
  readonly epoch?: number;
  /** Batches begun while one is evaluated; default 1 if the data take time, else 0. */
  readonly prefetch?: number;
  /** Called before every batch; may throw to stop. */
  readonly beforeBatch?: () => Promise<void>;
}

/**
 * Means of a model's loss and terms over all of some data, in order, not training. The last batch may be smaller.
 * @throws {NonFiniteError} if a term is NaN or infinite.
 * @example
 * ```ts
 * const { loss } = await evaluateLoss(model, heldOut, { batchSize: 256, rng });
 * ```
 */
export async function evaluateLoss<B, T extends object = object>(
  model: Trainable<B, T>,
  data: BatchSource<B>,
  options: EvaluateLossOptions,
): Promise<LossTermsOf<T>> {
  const { batchSize, rng, step = 0, epoch = 0, prefetch, beforeBatch } = options;
  const means = new TermMeans();
  const indicesOf = (batch: number): Uint32Array => {
    const begin = batch * batchSize;
    return Uint32Array.from({ length: Math.min(batchSize, data.size - begin) }, (_, i) => begin + i);
  };
  const end = Math.ceil(data.size / batchSize);
  const feed = new BatchFeed(data, { where: 'held-out data', first: 0, end, ahead: prefetch, indicesOf });
  try {
    for (let begin = 0; begin < data.size; begin += batchSize) {
      await beforeBatch?.();
      const indices = indicesOf(begin / batchSize);
      const batch = await feed.take();
      let packed: PackedTerms | undefined;
      try {
        tf.tidy('evaluate', () => {
          packed = packTerms(model.loss(batch, { rng: rng.fork(begin), training: false, step, epoch }));
          return packed.vector;
        });
        const { values, nonFinite } = unpackTerms(await packed!.vector.data(), packed!.paths);
        if (nonFinite !== undefined) {
          const bad = await nonFiniteData(batch, indices);
          throw new NonFiniteError(
            `held-out data: the term '${nonFinite}' is not finite in items ${begin} to ${begin + indices.length - 1}, after step ${step}. ${adviceOn(bad)}`,
            { term: nonFinite, step, data: bad },
          );
        }
        means.add(values, indices.length);
      } finally {
        packed?.vector.dispose();
        tf.dispose(batch as tf.TensorContainer);
      }
    }
  } finally {
    await feed.close();
  }
  return means.means() as LossTermsOf<T>;
}
