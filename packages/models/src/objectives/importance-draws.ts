import {
  type Distribution,
  detach,
  Independent,
  Laplace,
  logSumExp,
  type MixtureSameFamily,
  Normal,
} from '@polyvae/distributions';
import { mixtureOfExperts, type Weights } from '@polyvae/divergences';
import * as tf from '@tensorflow/tfjs-core';
import { checkDecoded } from '../likelihoods/check-decoded.js';
import { decoderInput } from '../networks/decoder-input.js';
import type { ApplyContext } from '../networks/network.js';
import type { ImportanceNoise } from './importance-noise.js';
import type { ObjectiveModel } from './objective.js';
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
  /** Factor of the divergences in the log weights. */
  readonly beta: number;
  /** The auxiliary priors of a mixture whose draws of one modality see no other's private latent. */
  readonly auxiliary?: AuxiliaryDraws<K>;
}

/** Draws of private latents that only their own modality's component takes from their posteriors. */
export interface AuxiliaryDraws<K extends string = string> {
  /** Modalities of the components. */
  readonly components: readonly K[];
  /** r(s) of the modality, batch shape `[]`: what all other components draw from. */
  of(key: K): LatentPosterior;
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
 * @param scales Given: gradients through the draws are scaled, and the densities of q are constants; with auxiliary priors, that
 *   of a draw's own component alone.
 */
export function importanceDraws<K extends string>(
  model: ObjectiveModel<K>,
  { encoded, experts, weights, beta, auxiliary }: DrawnMixture<K>,
  noise: ImportanceNoise,
  context: Required<ApplyContext>,
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
  const logShares = tf.sub<tf.Tensor4D>(each, tf.expandDims(logSumExp(each, each.rank - 1), -1));

  const shared = scales ? scalePath(drawn, scales.shared) : drawn;
  const density =
    scales && auxiliary ? densityAcross(shared, mixture, mixtureOfExperts(experts, weights)) : mixture.logProb(shared);
  const divergence = tf.sub(density, model.prior().logProb(shared));
  const parts: LossPart[] = [{ path: ['divergence'], value: divergence, factor: beta }];
  for (const { key, x, mask, private: q } of encoded) {
    const of = mask && { mask };
    const { decoder, likelihood, weight } = model.modalities[key];
    let z: tf.Tensor = shared;
    if (q) {
      const s = q.rsample(context.rng, [samples, components], noise.private[key]);
      const scaled = scales ? scalePath(s, scales.private) : s;
      const prior: Distribution = Normal.standard(q.eventShape);
      const value = tf.sub(own(q).logProb(scaled), prior.logProb(scaled));
      const mine = auxiliary && tf.tensor(auxiliary.components.map((other) => Number(other === key)));
      const charged = mine ? tf.mul(value, tf.reshape(mine, [1, components, 1])) : value;
      parts.push({ path: ['private', key], value: charged, factor: beta, of });
      z = decoderInput(shared, mine ? taken(mine, scaled, auxiliary.of(key), noise.private[key], context) : scaled);
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

/**
 * log q(z) at draws of every component, in which the density of a draw's own component is a constant and those of the others are not.
 */
function densityAcross(
  z: tf.Tensor,
  constants: MixtureSameFamily<LatentPosterior>,
  mixture: MixtureSameFamily<LatentPosterior>,
): tf.Tensor {
  const point = tf.expandDims(z, 3);
  const [fixed, free] = [constants, mixture].map((own) => tf.add(own.components.logProb(point), own.logWeights));
  const count = fixed!.shape[3]!;
  const same = tf.reshape(tf.cast(tf.eye(count), 'bool'), [1, count, 1, count]);
  return tf.logSumExp(tf.where(tf.broadcastTo(same, fixed!.shape), fixed!, free!), -1);
}

/** Of the modality's own component its private latents, of all others draws of its auxiliary prior with the same noise. */
function taken(
  mine: tf.Tensor,
  own: tf.Tensor,
  prior: LatentPosterior,
  noise: tf.Tensor | undefined,
  { rng }: Required<ApplyContext>,
): tf.Tensor {
  const [samples, components, rows] = own.shape as [number, number, number];
  const other = prior.rsample(rng, [samples, components, rows], noise);
  const there = tf.reshape(tf.cast(mine, 'bool'), [1, components, 1, 1]);
  return tf.where(tf.broadcastTo(there, own.shape), own, other);
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
