import { type Distribution, type Independent, Normal, scope } from '@polyvae/distributions';
import { kl } from '@polyvae/divergences';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { BatchError } from '../errors.js';
import type { Batch } from './batch.js';
import type { MultimodalVae, PosteriorOptions } from './multimodal-vae.js';

/** How bounds and likelihoods are estimated. */
export interface EstimateOptions<K extends string = string> extends PosteriorOptions {
  readonly rng: Rng;
  /** Draws for every datum; default 1 for {@link elbo}. */
  readonly samples?: number;
  /** The modalities that the posterior sees; default all of the batch. Scored are always all of the batch. */
  readonly given?: readonly K[];
}

/**
 * Evidence lower bound of every row: E_q[log p(X | s, c)] − KL(q ‖ p) with q given a subset of the modalities, β = 1 and
 * no weights. Private latents of modalities that q does not see come from their prior.
 * @param batch Modalities that all rows have.
 * @throws {BatchError} if the batch does not fit or has `present`.
 * @returns Nats, `[batch]`; an unbiased estimate, whose KL is in closed form where the posterior is Gaussian.
 * @see Sutter et al. 2020, Eqs. (2) and (3)
 */
export function elbo<K extends string>(
  model: MultimodalVae<K>,
  batch: Batch<K>,
  options: EstimateOptions<K>,
): tf.Tensor1D {
  const { samples = 1, rng } = options;
  checkSamples('elbo', samples);
  return scope(() => {
    const draws = drawLatents(model, batch, options, samples, rng);
    const { posterior } = draws;
    const divergence =
      posterior.shared.kind === 'independent'
        ? kl(posterior.shared, model.prior())
        : tf.mean(tf.sub(posterior.shared.logProb(draws.shared), model.prior().logProb(draws.shared)), 0);
    const own = Object.values<Independent<Normal>>(posterior.private as Record<K, Independent<Normal>>);
    const divergences = own.map((q) => kl(q, Normal.standard(q.eventShape)));
    return tf.sub<tf.Tensor1D>(tf.mean(draws.logLikelihood, 0), tf.addN([divergence, ...divergences]));
  });
}

/**
 * log p(X) of every row, estimated by importance sampling: log (1/S) Σ p(X | zₛ) p(zₛ) / q(zₛ | X_K).
 * @param batch Modalities that all rows have; unweighted nats of all of them are counted.
 * @param options.samples Draws for every row, in chunks of {@link LogLikelihoodOptions.chunk}.
 * @returns Nats, `[batch]`; consistent, and in expectation a lower bound.
 * @see Burda et al. 2016; Sutter et al. 2020, Table 4
 */
export function logLikelihood<K extends string>(
  model: MultimodalVae<K>,
  batch: Batch<K>,
  options: LogLikelihoodOptions<K>,
): tf.Tensor1D {
  const { samples, rng, chunk = 32 } = options;
  checkSamples('logLikelihood', samples);
  checkSamples('logLikelihood: chunk', chunk);
  return tf.tidy(() => {
    const chunks: tf.Tensor[] = [];
    for (let done = 0; done < samples; done += chunk) {
      const size = Math.min(chunk, samples - done);
      chunks.push(tf.tidy(() => tf.logSumExp(logWeights(model, batch, options, size, rng), 0)));
    }
    return tf.sub<tf.Tensor1D>(tf.logSumExp(tf.stack(chunks), 0), Math.log(samples));
  });
}

/** Options of {@link logLikelihood}. */
export interface LogLikelihoodOptions<K extends string = string> extends EstimateOptions<K> {
  readonly samples: number;
  /** Draws that are decoded at once; default 32. */
  readonly chunk?: number;
}

/** log p(X | z) + log p(z) − log q(z), `[samples, batch]`. */
function logWeights<K extends string>(
  model: MultimodalVae<K>,
  batch: Batch<K>,
  options: EstimateOptions<K>,
  samples: number,
  rng: Rng,
): tf.Tensor {
  const {
    posterior,
    shared,
    private: own,
    logLikelihood: likelihood,
  } = drawLatents(model, batch, options, samples, rng);
  const terms = [likelihood, ratio(model.prior(), posterior.shared, shared)];
  for (const [key, q] of Object.entries<Independent<Normal>>(posterior.private as Record<K, Independent<Normal>>)) {
    // A private latent that was drawn from its prior has ratio one; one that is not decoded integrates out.
    const s = own[key as K];
    if (s) terms.push(ratio(Normal.standard(q.eventShape), q, s));
  }
  return tf.addN(terms);
}

function ratio(p: Distribution, q: Distribution, x: tf.Tensor): tf.Tensor {
  return tf.sub(p.logProb(x), q.logProb(x));
}

interface Draws<K extends string> {
  readonly posterior: ReturnType<MultimodalVae<K>['encode']>;
  /** `[samples, batch, shared]`. */
  readonly shared: tf.Tensor;
  readonly private: { readonly [P in K]?: tf.Tensor };
  /** `[samples, batch]`, of all modalities of the batch. */
  readonly logLikelihood: tf.Tensor;
}

function drawLatents<K extends string>(
  model: MultimodalVae<K>,
  batch: Batch<K>,
  options: EstimateOptions<K>,
  samples: number,
  rng: Rng,
): Draws<K> {
  const { given, ...posteriorOptions } = options;
  if (batch.present)
    throw new BatchError('estimates need rows that have every modality of the batch; drop batch.present.');
  const posterior = model.encode(given ? pick(batch, given) : batch, posteriorOptions);
  const shared = posterior.shared.sample(rng, [samples]);
  const [, rows] = shared.shape as [number, number];
  const own: { [P in K]?: tf.Tensor } = {};
  const terms: tf.Tensor[] = [];
  for (const key of model.keys) {
    const x = (batch as { readonly [P in K]?: tf.Tensor })[key];
    if (!x) continue;
    const { decoder, likelihood, private: size } = model.modalities[key];
    const q = posterior.private[key];
    if (size > 0) own[key] = q ? q.sample(rng, [samples]) : Normal.standard([size]).sample(rng, [samples, rows]);
    const z = own[key] ? tf.concat([own[key], shared], 2) : shared;
    const output = decoder.apply(tf.reshape(z, [samples * rows, -1]), { training: false });
    terms.push(likelihood.distribution(tf.reshape(output, [samples, ...x.shape]), 2).logProb(x));
  }
  return { posterior, shared, private: own, logLikelihood: tf.addN(terms) };
}

function pick<K extends string>(batch: Batch<K>, given: readonly K[]): Batch<K> {
  const data = batch as { readonly [P in K]?: tf.Tensor };
  return Object.fromEntries(given.map((key) => [key, data[key]])) as Batch<K>;
}

function checkSamples(what: string, samples: number): void {
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(`${what}: samples must be a positive integer, found ${samples}`);
  }
}
