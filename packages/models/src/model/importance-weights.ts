import { type Distribution, Normal } from '@polyvae/distributions';
import { renormalise } from '@polyvae/divergences';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { BatchError } from '../errors.js';
import { fusionWeights } from '../fusion/fusion-weights.js';
import type { Batch } from '../modalities/batch.js';
import { drawLatents, type LatentDraws, logLikelihoods, pick, refuseAbsences } from './latent-draws.js';
import type { MultimodalVae, PosteriorOptions, Posteriors } from './multimodal-vae.js';
import { readPosterior } from './subset-posterior.js';

/**
 * Log importance weights, `[samples, batch]` each: of all modalities of a batch together (`joint`), and of each that it has
 * alone.
 */
export type LogImportanceWeights<K extends string = string> = { readonly [P in K | 'joint']: tf.Tensor2D };

/** Distributions that latents were drawn from; batch shape `[batch]` or `[samples, batch]`. */
export interface DrawnPosteriors<K extends string = string> {
  /** Of the shared latent. */
  readonly shared: Distribution;
  /** Of the private latents. */
  readonly private: { readonly [P in K]?: Distribution };
}

/**
 * log p(X | z) + log p(z) − log q(z) at given latents, for X all modalities of the batch (`joint`) and for each alone, in
 * unweighted nats. The ratio of a private latent that the posteriors do not hold is one (it was drawn from its prior), and
 * a modality alone counts no other's.
 * @throws {BatchError} if a private latent that is needed is absent.
 * @example
 * ```ts
 * const posteriors = model.encode({ mnist });
 * const weights = logImportanceWeights(model, batch, posteriors, { shared: posteriors.shared.sample(rng, [12]), private: {} });
 * ```
 */
export function logImportanceWeights<K extends string>(
  model: MultimodalVae<K>,
  batch: Batch<K>,
  posteriors: DrawnPosteriors<K>,
  latents: LatentDraws<K>,
): LogImportanceWeights<K> {
  refuseAbsences(batch);
  const record = (): Record<string, tf.Tensor> => {
    const ratio = (p: Distribution, q: Distribution, z: tf.Tensor): tf.Tensor => tf.sub(p.logProb(z), q.logProb(z));
    const shared = ratio(model.prior(), posteriors.shared, latents.shared);
    const own = [...logLikelihoods(model, batch, latents)].map(([key, likelihood]) => {
      const [q, s] = [posteriors.private[key], latents.private[key]];
      return [key, q && s ? tf.add(likelihood, ratio(Normal.standard(q.eventShape), q, s)) : likelihood] as const;
    });
    return {
      ...Object.fromEntries(own.map(([key, value]) => [key, tf.add(value, shared)])),
      joint: tf.addN([shared, ...own.map(([, value]) => value)]),
    };
  };
  return tf.tidy(record) as unknown as LogImportanceWeights<K>;
}

/** Which draws of which rows are asked for; see `importanceLogLikelihood` of the metrics package. */
export interface ImportanceRequest {
  /** First point. */
  readonly begin: number;
  /** Point after the last one. */
  readonly end: number;
  /** Index of the first draw. */
  readonly first: number;
  /** Number of draws. */
  readonly samples: number;
}

/** Fresh draws' log weights. */
export type ImportanceDraws<K extends string = string> = (request: ImportanceRequest) => LogImportanceWeights<K>;

/** The posterior of a subset as a proposal, in the form that `subsetLogLikelihoods` of the metrics package takes. */
export interface ImportanceProposals<K extends string = string> {
  /** Log weights with the density of the whole proposal. */
  readonly density: ImportanceDraws<K>;
  /** Of mixtures: each component's weight, and log weights with its own density. */
  readonly components?: readonly { readonly weight: number; readonly logWeights: ImportanceDraws<K> }[];
}

/** Options of {@link importanceProposals}. */
export interface ProposalOptions<K extends string = string> extends PosteriorOptions {
  /** The modalities that the posterior sees. */
  readonly given: readonly K[];
  /** The noise of some draws depends on it and on where rows and draws begin; it does not advance. */
  readonly rng: Rng;
}

/**
 * q(z | X_K) as an importance sampling proposal for data of which all rows have all modalities. Private latents of
 * modalities outside of K come from N(0, I). Where the posterior is a mixture, `density` draws from and weighs with the
 * mixture, and `components` holds q(c | xⱼ) q(s | X_K) for each j in K with its weight.
 * @param data Batch of the rows begin … end; called within `tf.tidy`, so that what it makes is freed.
 * @see Sutter et al. 2020, Table 4
 * @example
 * ```ts
 * const proposals = importanceProposals(model, (begin, end) => batchOf(begin, end), { given: ['mnist'], rng });
 * ```
 */
export function importanceProposals<K extends string>(
  model: MultimodalVae<K>,
  data: (begin: number, end: number) => Batch<K>,
  options: ProposalOptions<K>,
): ImportanceProposals<K> {
  const { given, rng, ...posterior } = options;
  const kind = readPosterior(model.objective, posterior.posterior);
  if (given.length === 0) throw new BatchError('importanceProposals({ given }): expected at least one modality.');
  const draws = (noise: Rng, encode: (batch: Batch<K>) => Posteriors<K>): ImportanceDraws<K> => {
    return ({ begin, end, first, samples }) =>
      tf.tidy(() => {
        const batch = data(begin, end);
        const posteriors = encode(batch);
        const latents = drawLatents(model, batch, posteriors, samples, noise.fork(begin).fork(first));
        return logImportanceWeights(model, batch, posteriors, latents);
      });
  };
  const density = draws(rng.fork('density'), (batch) => model.encode(pick(batch, given), posterior));
  if (kind !== 'mixture' || given.length === 1) return { density };
  const { modalities } = fusionWeights(model.keys, model.objective.weights);
  const weights = renormalise(given.map((key) => modalities[key]));
  const component = (key: K): ImportanceDraws<K> =>
    draws(rng.fork(`component ${key}`), (batch) => ({
      shared: model.encode(pick(batch, [key]), { posterior: 'mixture' }).shared,
      private: model.encode(pick(batch, given), posterior).private,
    }));
  return { density, components: given.map((key, k) => ({ weight: weights[k]!, logWeights: component(key) })) };
}
