import { kl, productOfExperts } from '@polyvae/divergences';
import { checkOptions } from '@polyvae/errors';
import type { Settings } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs-core';
import { presentExperts } from '../fusion/present-weights.js';
import { productOfPresent } from '../fusion/product-of-present.js';
import type { CheckedBatch } from '../modalities/checked-batch.js';
import { type Beta, betaAt, checkBeta } from './beta.js';
import { draw } from './draw.js';
import { logLikelihoodOf } from './log-likelihood-of.js';
import type { ModalityPosterior, Objective, ObjectiveContext, ObjectiveModel } from './objective.js';
import { plainFactor } from './options.js';
import { privateParts, reconstructionParts } from './parts.js';
import { type Encoded, encodeBatch } from './posteriors.js';
import { type LossPart, weightedSum } from './weighted-sum.js';

/** Options of {@link dmvaeObjective}. */
export interface DmvaeOptions {
  /** Factor of all divergences; default 1. A function schedules it. */
  readonly beta?: Beta;
  /** Further factor of the private latents' divergences; default 1. A function schedules it. */
  readonly privateBeta?: Beta;
}

/** Names of the options of {@link dmvaeObjective}. */
export const dmvaeOptionNames: readonly (keyof DmvaeOptions)[] = ['beta', 'privateBeta'];

/**
 * DMVAE of Lee and Pavlovic: all modalities are reconstructed from the product of the experts and the prior, and again from
 * every single modality's posterior, each time with their own private latents. With B(r) the bound whose shared latent comes from r,
 *
 *   B(r) = −Σₘ log p(xₘ | z, sₘ) + β (KL(r ‖ p) + Σₘ KL(q(sₘ | xₘ) ‖ p)), z ~ r,
 *
 * the loss is B(q) + Σⱼ B(qⱼ), private latents drawn anew in every bound. Terms: `reconstruction`, `divergence`, `private` of
 * the joint bound and `unimodal.<modality>.reconstruction | divergence | private` of each other, in nats per datum, unweighted.
 * Modalities that a row lacks leave the product, all sums and the bounds.
 *
 * A posterior given one modality is its own, given several the product with the prior, as trained. (The model of the same name of
 * Daunhawer et al. 2021, which separates the latents by mutual information with critics, is another one.)
 * @throws {ConfigurationError} for unknown options or a negative β.
 * @see Lee and Pavlovic 2021, "Private-Shared Disentangled Multimodal VAE for Learning of Latent Representations"
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: dmvaeObjective({ privateBeta: 1 }), rng });
 * ```
 */
export function dmvaeObjective<K extends string = string>(options: DmvaeOptions = {}): Objective<K> {
  checkOptions('dmvaeObjective', options, dmvaeOptionNames);
  const { beta = 1, privateBeta = 1 } = options;
  checkBeta('dmvaeObjective: beta', beta);
  checkBeta('dmvaeObjective: privateBeta', privateBeta);
  return {
    kind: 'dmvae',
    posterior: 'product',
    infer: inferAsTrained,
    settings: (): Settings => ({ beta: plainFactor(beta), privateBeta: plainFactor(privateBeta) }),
    evaluate(model, batch, context) {
      const factor = betaAt(beta, context);
      const encoded = encodeBatch(model, batch, context);
      const experts = encoded.map(({ shared }) => shared);
      const joint = productOfPresent({ keys: model.keys, batch, experts, prior: model.prior(), priorExpert: 'all' });
      const shared = draw(joint, context, { pass: 'joint', latent: 'shared' });
      const privates = privateParts(model, encoded, factor * betaAt(privateBeta, context));
      const parts = [
        ...reconstructionParts(model, encoded, shared, context),
        { path: ['divergence'], value: kl(joint, model.prior()), factor },
        ...privates,
      ];
      for (const own of encoded) parts.push(...unimodalParts(model, own, { encoded, privates, factor }, context));
      return weightedSum(parts, batch.size);
    },
  };
}

/** Values that the bounds of a batch share. */
interface Bounds<K extends string> {
  readonly encoded: readonly Encoded<K>[];
  readonly privates: readonly LossPart[];
  readonly factor: number;
}

/** The bound whose shared latent comes from one modality alone. */
function unimodalParts<K extends string>(
  model: ObjectiveModel<K>,
  own: Encoded<K>,
  { encoded, privates, factor }: Bounds<K>,
  context: ObjectiveContext,
): LossPart[] {
  const pass = { modality: own.key };
  const shared = draw(own.shared, context, { pass, latent: 'shared' });
  const reconstructions = encoded.map((other): LossPart => {
    const value = tf.neg(logLikelihoodOf(model, other, shared, pass, context));
    const factor = model.modalities[other.key].weight;
    return { path: ['unimodal', own.key, 'reconstruction', other.key], value, factor, of: bothOf(own, other) };
  });
  const divergence = {
    path: ['unimodal', own.key, 'divergence'],
    value: kl(own.shared, model.prior()),
    factor,
    of: own,
  };
  const private_ = privates.map((part) => ({
    ...part,
    path: ['unimodal', own.key, ...part.path],
    of: bothOf(own, part.of),
  }));
  return [...reconstructions, divergence, ...private_];
}

/** The rows that have two modalities. */
function bothOf(one: LossPart['of'], other: LossPart['of']): NonNullable<LossPart['of']> {
  const masks = [one?.mask, other?.mask].filter((mask) => mask !== undefined);
  if (one?.mask === other?.mask || masks.length === 1) return masks[0] ? { mask: masks[0] } : {};
  return { mask: masks.reduce((both, mask) => tf.mul(both, mask)) };
}

/** Of rows with one modality its own posterior, of others the product with the prior. */
function inferAsTrained<K extends string>(
  model: ObjectiveModel<K>,
  batch: CheckedBatch<K>,
  encoded: readonly ModalityPosterior<K>[],
): ModalityPosterior<K>['shared'] {
  const experts = encoded.map(({ shared }) => shared);
  const present = presentExperts(batch);
  if (!present) return experts.length === 1 ? experts[0]! : productOfExperts([...experts, model.prior()]);
  const own = tf.slice(present, 0, experts.length);
  const several = tf.cast(tf.greater(tf.sum(own, 0, true), 1.5), 'float32');
  return productOfExperts([...experts, model.prior()], { weights: tf.concat([own, several]) });
}
