import { Normal } from '@polyvae/distributions';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { BatchError } from '../errors.js';
import { checkDecoded } from '../likelihoods/check-decoded.js';
import type { Batch } from '../modalities/batch.js';
import { decoderInput } from '../networks/decoder-input.js';
import type { MultimodalVae, Posteriors } from './multimodal-vae.js';

/** Draws of the latents of every row. */
export type LatentDraws<K extends string = string> = {
  /** `[samples, batch, shared]`. */
  readonly shared: tf.Tensor;
  /** `[samples, batch, private]` of every modality that is decoded and has a private subspace. */
  readonly private: { readonly [P in K]?: tf.Tensor };
};

/**
 * Draws from posteriors; private latents of the batch's modalities that the posteriors do not see come from N(0, I). Part of
 * the caller's scope.
 */
export function drawLatents<K extends string>(
  model: MultimodalVae<K>,
  batch: Batch<K>,
  posteriors: Posteriors<K>,
  samples: number,
  rng: Rng,
): LatentDraws<K> {
  const shared = posteriors.shared.sample(rng, [samples]);
  const rows = shared.shape[1] as number;
  const own: { [P in K]?: tf.Tensor } = {};
  for (const [key] of dataOf(model, batch)) {
    const { private: size } = model.modalities[key];
    const q = posteriors.private[key];
    if (size > 0) own[key] = q ? q.sample(rng, [samples]) : Normal.standard([size]).sample(rng, [samples, rows]);
  }
  return { shared, private: own };
}

/**
 * log p(x | s, c) of every modality of a batch, `[samples, batch]`, in evaluation mode. Part of the caller's scope.
 * @throws {BatchError} if a private latent that is needed is absent.
 */
export function logLikelihoods<K extends string>(
  model: MultimodalVae<K>,
  batch: Batch<K>,
  latents: LatentDraws<K>,
): Map<K, tf.Tensor> {
  const [samples, rows] = latents.shared.shape as [number, number];
  return new Map(
    dataOf(model, batch).map(([key, x]) => {
      const { decoder, likelihood, private: size } = model.modalities[key];
      const own = latents.private[key];
      if (size > 0 && !own)
        throw new BatchError(`latents.private.${key} is absent, but '${key}' has a private subspace.`);
      const z = decoderInput(latents.shared, size > 0 ? own : undefined);
      const output = decoder.apply(tf.reshape(z, [samples * rows, -1]), { training: false });
      checkDecoded(key, likelihood, output, [samples * rows, ...x.shape.slice(1)]);
      const decoded = tf.reshape(output, [samples, rows, ...output.shape.slice(1)]);
      return [key, likelihood.distribution(decoded, 2).logProb(x)];
    }),
  );
}

/** @throws {BatchError} if rows lack modalities: estimates are of all modalities of the batch. */
export function refuseAbsences(batch: Batch): void {
  if (batch.present) {
    throw new BatchError('estimates need rows that have every modality of the batch; drop batch.present.');
  }
}

/** A batch of some of the modalities. */
export function pick<K extends string>(batch: Batch<K>, keys: readonly K[]): Batch<K> {
  const data = batch as { readonly [P in K]?: tf.Tensor };
  return Object.fromEntries(keys.map((key) => [key, data[key]])) as Batch<K>;
}

function dataOf<K extends string>(model: MultimodalVae<K>, batch: Batch<K>): (readonly [K, tf.Tensor])[] {
  const data = batch as { readonly [P in K]?: tf.Tensor };
  return model.keys.flatMap((key) => {
    const x = data[key];
    return x ? [[key, x] as const] : [];
  });
}
