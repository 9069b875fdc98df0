import { type Distribution, detach, Independent, Laplace, Normal } from '@polyvae/distributions';
import { mixtureOfExperts, type Weights } from '@polyvae/divergences';
import * as tf from '@tensorflow/tfjs-core';
import { checkDecoded } from '../likelihoods/check-decoded.js';
import { decoderInput } from '../networks/decoder-input.js';
import type { ImportanceNoise } from './importance-noise.js';
import type { ObjectiveContext, ObjectiveModel } from './objective.js';
import type { Encoded, LatentPosterior } from './posteriors.js';
import type { LossPart } from './weighted-sum.js';

/** The mixture that is drawn from, component by component. */
export interface DrawnMixture<K extends string = string> {
  /** All modalities of the batch: what is scored. */
  readonly encoded: readonly Encoded<K, LatentPosterior>[];
  /** Posteriors of the components. */
  readonly experts: readonly LatentPosterior[];
  /** Weights of the components, renormalised over what a row has. */
  readonly weights: Weights;
}

/** How the gradient through draws differs from that of the log weight; `[samples, components, batch]` each. */
export type PathScales = { readonly shared: tf.Tensor; readonly private: tf.Tensor };

/** Some draws of every component, weighed. */
export type ImportanceDraws = {
  /** `[samples, components, batch]`. */
  readonly logWeights: tf.Tensor3D;
  /** `[samples, components, batch, components]`. */
  readonly logShares: tf.Tensor4D;
  /** Reported parts of the loss, each `[samples, components, batch]`. */
  readonly parts: readonly LossPart[];
};

/**
 * Draws of each component's posterior, decoded to all modalities: with as many components as modalities the M² passes of
 * Shi et al. 2019. Likelihoods count with their weights. Part of the caller's scope.
 * @param scales Given: the densities of q are constants, and gradients through the draws are scaled.
 */
export function importanceDraws<K extends string>(
  model: ObjectiveModel<K>,
  { encoded, experts, weights }: DrawnMixture<K>,
  noise: ImportanceNoise,
  context: ObjectiveContext,
  scales?: PathScales,
): ImportanceDraws {
  const [samples, components] = noise.shared.shape as [number, number];
  const noises = tf.unstack(noise.shared, 1);
  const drawn = tf.stack(
    experts.map((expert, j) => expert.rsample(context.rng, [samples], noises[j])),
    1,
  );
  const own = (q: LatentPosterior): LatentPosterior => (scales ? constant(q) : q);
  const mixture = mixtureOfExperts<LatentPosterior>(experts.map(own), weights);
  const each = tf.add(mixture.components.logProb(tf.expandDims(drawn, 3)), mixture.logWeights);
  const logShares = tf.sub<tf.Tensor4D>(each, tf.logSumExp(each, -1, true));

  const shared = scales ? scalePath(drawn, scales.shared) : drawn;
  const divergence = tf.sub(mixture.logProb(shared), model.prior().logProb(shared));
  const parts: LossPart[] = [{ path: ['divergence'], value: divergence, factor: 1 }];
  for (const { key, x, mask, private: q } of encoded) {
    const of = mask && { mask };
    const { decoder, likelihood, weight } = model.modalities[key];
    let z: tf.Tensor = shared;
    if (q) {
      const s = q.rsample(context.rng, [samples, components], noise.private[key]);
      const scaled = scales ? scalePath(s, scales.private) : s;
      const prior: Distribution = Normal.standard(q.eventShape);
      const value = tf.sub(own(q).logProb(scaled), prior.logProb(scaled));
      parts.push({ path: ['private', key], value, factor: 1, of });
      z = decoderInput(shared, scaled);
    }
    const rows = samples * components * x.shape[0];
    const output = decoder.apply(tf.reshape(z, [rows, -1]), context);
    checkDecoded(key, likelihood, output, [rows, ...x.shape.slice(1)]);
    const decoded = tf.reshape(output, [samples, components, x.shape[0], ...output.shape.slice(1)]);
    const value = tf.neg(likelihood.distribution(decoded, 3).logProb(x));
    parts.push({ path: ['reconstruction', key], value, factor: weight, of });
  }
  const counted = parts.map(({ value, factor, of }) => {
    const present = of?.mask ? tf.mul(value, of.mask) : value;
    return factor === 1 ? present : tf.mul(present, factor);
  });
  return { logWeights: tf.neg(tf.addN(counted)) as tf.Tensor3D, logShares, parts };
}

/** A copy of a distribution through which no gradient flows. */
function constant(q: LatentPosterior): LatentPosterior {
  if (q.base instanceof Laplace) return new Independent(new Laplace(detach(q.base.loc), detach(q.base.scale)), 1);
  return Normal.fromLogVar(detach(q.base.loc), detach(q.base.logVar()), { eventDims: 1 });
}

/** A copy of `x`, with the gradient times a constant for every draw. */
function scalePath(x: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  const value = detach(x);
  return tf.add(value, tf.mul(tf.sub(x, value), tf.expandDims(scale, -1)));
}
