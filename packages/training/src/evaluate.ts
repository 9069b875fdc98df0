import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import type { BatchSource } from './batch-source.js';
import { NonFiniteError } from './errors.js';
import { type PackedTerms, packTerms, unpackTerms } from './read-terms.js';
import { TermMeans } from './term-means.js';
import type { TermValues } from './terms.js';
import type { Trainable } from './trainable.js';

/** Options of `evaluateLoss`. */
export interface EvaluateLossOptions {
  readonly batchSize: number;
  /** Not advanced; the same stream gives the same noise. */
  readonly rng: Rng;
  /** Passed on to the loss; default 0. */
  readonly step?: number;
  /** Passed on to the loss; default 0. */
  readonly epoch?: number;
  /** Called before every batch; may throw to stop. */
  readonly beforeBatch?: () => Promise<void>;
}

/**
 * Means of a model's loss and terms over all of some data, in order, not training. The last batch may be smaller.
 * @throws {NonFiniteError} if a term is NaN or infinite.
 */
export async function evaluateLoss<B>(
  model: Trainable<B>,
  data: BatchSource<B>,
  options: EvaluateLossOptions,
): Promise<TermValues> {
  const { batchSize, rng, step = 0, epoch = 0, beforeBatch } = options;
  const means = new TermMeans();
  for (let begin = 0; begin < data.size; begin += batchSize) {
    await beforeBatch?.();
    const indices = Uint32Array.from({ length: Math.min(batchSize, data.size - begin) }, (_, i) => begin + i);
    const batch = data.get(indices);
    let packed: PackedTerms | undefined;
    try {
      tf.tidy('evaluate', () => {
        packed = packTerms(model.loss(batch, { rng: rng.fork(begin), training: false, step, epoch }));
        return packed.vector;
      });
      const { values, nonFinite } = unpackTerms(await packed!.vector.data(), packed!.paths);
      if (nonFinite !== undefined) {
        throw new NonFiniteError(
          `held-out data: the term '${nonFinite}' is not finite in items ${begin} to ${begin + indices.length - 1}, after step ${step}`,
          { term: nonFinite, step },
        );
      }
      means.add(values, indices.length);
    } finally {
      packed?.vector.dispose();
      tf.dispose(batch as tf.TensorContainer);
    }
  }
  return means.means();
}
