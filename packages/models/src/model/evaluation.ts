import { Normal, scope } from '@polyvae/distributions';
import { hasClosedForm, kl } from '@polyvae/divergences';
import { ArgumentError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../modalities/batch.js';
import { drawLatents, logLikelihoods, pick, refuseAbsences } from './latent-draws.js';
import type { MultimodalVae, PosteriorOptions } from './multimodal-vae.js';

/** How a bound is estimated. */
export interface EstimateOptions<K extends string = string> extends PosteriorOptions {
  /** Random numbers that latents are drawn with. */
  readonly rng: Rng;
  /** Draws for every datum; default 1. */
  readonly samples?: number;
  /** The modalities that the posterior sees; default all of the batch. Scored are always all of the batch. */
  readonly given?: readonly K[];
}

/**
 * Evidence lower bound of every row: E_q[log p(X | s, c)] − KL(q ‖ p) with q given a subset of the modalities, β = 1 and
 * no weights. Private latents of modalities that q does not see come from their prior.
 * @param batch Modalities that all rows have.
 * @throws {BatchError} if the batch does not fit or has `present`.
 * @returns Nats, `[batch]`; an unbiased estimate, whose divergences are in closed form where there is one.
 * @see Sutter et al. 2020, Eqs. (2) and (3)
 * @example
 * ```ts
 * const nats = elbo(model, batch, { rng, samples: 10 }); // [batch]
 * ```
 */
export function elbo<K extends string>(
  model: MultimodalVae<K>,
  batch: Batch<K>,
  options: EstimateOptions<K>,
): tf.Tensor1D {
  const { samples = 1, rng, given, ...posterior } = options;
  if (!Number.isInteger(samples) || samples < 1) {
    throw new ArgumentError(`elbo: samples must be a positive integer, found ${samples}`);
  }
  return scope(() => {
    refuseAbsences(batch);
    const q = model.encode(given ? pick(batch, given) : batch, posterior);
    const latents = drawLatents(model, batch, q, samples, rng);
    const likelihood = tf.addN([...logLikelihoods(model, batch, latents).values()]);
    const divergences = [divergence(q.shared, model.prior(), latents.shared)];
    for (const key of model.keys) {
      const [own, s] = [q.private[key], latents.private[key]];
      if (own && s) divergences.push(divergence(own, Normal.standard(own.eventShape), s));
    }
    return tf.sub<tf.Tensor1D>(tf.mean(likelihood, 0), tf.addN(divergences));
  });
}

function divergence(q: Parameters<typeof kl>[0], p: Parameters<typeof kl>[1], z: tf.Tensor): tf.Tensor {
  return hasClosedForm(q, p) ? kl(q, p) : tf.mean(tf.sub(q.logProb(z), p.logProb(z)), 0);
}
