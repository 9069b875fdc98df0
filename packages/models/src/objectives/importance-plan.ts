import { scope, withoutGradient } from '@polyvae/distributions';
import type { Weights } from '@polyvae/divergences';
import * as tf from '@tensorflow/tfjs-core';
import type { FusionWeights } from '../fusion/fusion-weights.js';
import { checkPresentWeights, presentWeights } from '../fusion/present-weights.js';
import type { CheckedBatch } from '../modalities/checked-batch.js';
import { type Beta, betaAt } from './beta.js';
import { type DrawnMixture, type ImportanceDraws, importanceDraws, type PathScales } from './importance-draws.js';
import { type ImportanceNoise, importanceNoise, sliceNoise } from './importance-noise.js';
import type { GradientFactors, WeightedDraws } from './importance-weighting.js';
import type { ObjectiveContext, ObjectiveModel, PosteriorFamily } from './objective.js';
import { encodeBatch, type LatentPosterior } from './posteriors.js';

/** Number and family of an importance-weighted objective's draws, and how many are made at once. */
export interface ImportanceOptions {
  readonly samples: number;
  readonly chunk: number;
  readonly family: PosteriorFamily;
  /** Factor of the divergences in the log weights; default 1. */
  readonly beta?: Beta;
  /** r(s) of each modality, for mixtures whose draws of one modality see no other's private latent. */
  readonly auxiliary?: (model: ObjectiveModel, key: string) => LatentPosterior;
}

/** Everything about one step but the networks' outputs: all draws' noise, so that chunks can be computed anew. */
export type ImportancePlan<K extends string = string> = {
  /** Modalities whose posteriors are drawn from: those of the batch whose weight is not 0. */
  readonly components: readonly K[];
  /** Renormalised over what a row has. */
  readonly weights: Weights;
  /** The weights as a tensor, `[components, batch]` or `[components, 1]`. */
  readonly mixing: tf.Tensor2D;
  readonly noise: ImportanceNoise;
  readonly chunks: readonly { readonly begin: number; readonly size: number }[];
};

/** Draws the noise of a step and settles its weights. */
export function planImportance<K extends string>(
  model: ObjectiveModel<K>,
  batch: CheckedBatch<K>,
  { modalities }: FusionWeights<K>,
  { samples, chunk, family }: ImportanceOptions,
  context: ObjectiveContext,
): ImportancePlan<K> {
  return scope(() => {
    checkPresentWeights(
      batch,
      batch.observations.map(({ key }) => modalities[key]),
    );
    const drawn = batch.observations.filter(({ key }) => modalities[key] > 0);
    const components = drawn.map(({ key }) => key);
    const given = components.map((key) => modalities[key]);
    const weights = presentWeights({ size: batch.size, observations: drawn }, given);
    const sizes = batch.observations.flatMap(({ key }) => {
      const size = model.modalities[key].private;
      return size > 0 ? [[key, size] as const] : [];
    });
    const noise = importanceNoise(
      components,
      {
        samples,
        batch: batch.size,
        shared: model.prior().eventShape[0] as number,
        private: Object.fromEntries(sizes),
      },
      family,
      context,
    );
    const chunks = Array.from({ length: Math.ceil(samples / chunk) }, (_, i) => ({
      begin: i * chunk,
      size: Math.min(chunk, samples - i * chunk),
    }));
    const mixing = weights instanceof tf.Tensor ? weights : column(weights);
    return { components, weights, mixing, noise, chunks };
  });
}

function column(weights: readonly number[]): tf.Tensor2D {
  return tf.tensor2d([...weights], [weights.length, 1], 'float32');
}

/**
 * One chunk of draws. Encoders and decoders get the same noise however often the chunk is computed. Part of the caller's
 * scope.
 */
export function chunkOf<K extends string>(
  model: ObjectiveModel<K>,
  batch: CheckedBatch<K>,
  plan: ImportancePlan<K>,
  { begin, size }: ImportancePlan['chunks'][number],
  { family, beta = 1, auxiliary }: ImportanceOptions,
  context: ObjectiveContext,
  scales?: PathScales,
): ImportanceDraws {
  // Not the whole context: a step that reads its progress is not compiled.
  const { rng, training } = context;
  const encoded = encodeBatch(model, batch, { training, rng: rng.fork('encoders') }, family);
  const experts = plan.components.map((key) => encoded.find((own) => own.key === key)!.shared);
  const noise = sliceNoise(plan.noise, begin, size);
  const decoding = { training, rng: rng.fork('decoders').fork(begin) };
  const mixture: DrawnMixture<K> = {
    encoded,
    experts,
    weights: plan.weights,
    beta: betaAt(beta, context),
    ...(auxiliary && { auxiliary: { components: plan.components, of: (key) => auxiliary(model, key) } }),
  };
  return importanceDraws(model, mixture, noise, decoding, scales);
}

/** Weights of all draws, without a tape. */
export function weighWithoutGradient(weigh: () => WeightedDraws): WeightedDraws {
  const shapes: { weights?: [number, number, number]; shares?: [number, number, number, number] } = {};
  const packed = withoutGradient(() => {
    const { logWeights, logShares } = weigh();
    shapes.weights = logWeights.shape;
    shapes.shares = logShares.shape;
    return tf.concat([tf.reshape(logWeights, [-1]), tf.reshape(logShares, [-1])]);
  });
  const count = shapes.weights!.reduce((product, n) => product * n, 1);
  return {
    logWeights: tf.reshape(tf.slice(packed, 0, count), shapes.weights!),
    logShares: tf.reshape(tf.slice(packed, count), shapes.shares!),
  };
}

/** No draw's factor may be 0 where its path has one: paths are scaled relative to it. Far below what float32 can add. */
const LEAST = 1e-20;

/**
 * A number whose gradient is a chunk's part of minus the bound's, mean over the batch. Part of the caller's scope.
 * @param factors Of all draws.
 */
export function chunkLoss(
  batch: CheckedBatch,
  { begin, size }: ImportancePlan['chunks'][number],
  factors: GradientFactors,
  draws: (scales?: PathScales) => ImportanceDraws,
): tf.Scalar {
  const slice = <T extends tf.Tensor>(x: T): T => tf.slice(x, begin, size);
  const weights = slice(factors.weights);
  if (!factors.paths) return tf.div(tf.sum(tf.mul(weights, draws().logWeights)), -batch.size);
  const { shared, private: own, shares } = factors.paths;
  const safe = tf.maximum(weights, LEAST);
  const scales = { shared: tf.div(slice(shared), safe), private: tf.div(slice(own), safe) };
  const { logWeights, logShares } = draws(scales);
  const sum = tf.sub(tf.sum(tf.mul(safe, logWeights)), tf.sum(tf.mul(slice(shares), tf.exp(logShares))));
  return tf.div(sum, -batch.size);
}
