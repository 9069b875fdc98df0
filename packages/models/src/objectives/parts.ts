import { type Independent, Normal } from '@polyvae/distributions';
import { kl, type Weights } from '@polyvae/divergences';
import * as tf from '@tensorflow/tfjs-core';
import { ConfigurationError } from '../errors.js';
import { draw } from './draw.js';
import { logLikelihoodOf } from './log-likelihood-of.js';
import type { ObjectiveContext, ObjectiveModel } from './objective.js';
import type { Encoded } from './posteriors.js';
import type { LossPart } from './weighted-sum.js';

/**
 * −log p(x | s, c) of every modality, each with its likelihood weight.
 * @example
 * ```ts
 * const parts = reconstructionParts(model, encoded, shared, context);
 * ```
 */
export function reconstructionParts<K extends string>(
  model: ObjectiveModel<K>,
  encoded: readonly Encoded<K>[],
  shared: tf.Tensor2D,
  context: ObjectiveContext,
): LossPart[] {
  return encoded.map((own) => reconstructionPart(model, own, logLikelihoodOf(model, own, shared, 'joint', context)));
}

function reconstructionPart<K extends string>(
  model: ObjectiveModel<K>,
  own: Encoded<K>,
  logLikelihood: tf.Tensor,
): LossPart {
  const factor = model.modalities[own.key].weight;
  return { path: ['reconstruction', own.key], value: tf.neg(logLikelihood), factor, of: own };
}

/** A mixture of the modalities' posteriors, and how its mean log likelihood is estimated. */
export interface MixtureReconstruction {
  /** A draw of one component for every row. */
  readonly shared: tf.Tensor2D;
  /** Of the components: one number each, or `[components, batch]`. */
  readonly weights: Weights;
  /** Modalities that a draw of every component reconstructs. */
  readonly everyComponent: readonly string[];
}

/**
 * −E log p(x | s, c) under a mixture of the modalities' posteriors: of one component a row, or for `everyComponent` the weighted
 * sum over a draw of each, which varies less and costs a decoding for each component. Both have the same mean.
 * @throws {ConfigurationError} if a modality of `everyComponent` is unknown.
 * @example
 * ```ts
 * parts.push(...mixtureReconstructionParts(model, encoded, { shared, weights, everyComponent: ['text'] }, context));
 * ```
 */
export function mixtureReconstructionParts<K extends string>(
  model: ObjectiveModel<K>,
  encoded: readonly Encoded<K>[],
  { shared, weights, everyComponent }: MixtureReconstruction,
  context: ObjectiveContext,
): LossPart[] {
  if (everyComponent.length === 0) return reconstructionParts(model, encoded, shared, context);
  const unknown = everyComponent.find((key) => !(model.keys as readonly string[]).includes(key));
  if (unknown !== undefined) {
    throw new ConfigurationError(
      `everyComponent: there is no modality '${unknown}'; the modalities are ${model.keys.join(', ')}.`,
    );
  }
  const draws = encoded.map((own) => draw(own.shared, context, { pass: { modality: own.key }, latent: 'shared' }));
  const columns = weights instanceof tf.Tensor ? weights : tf.tensor2d([...weights], [weights.length, 1]);
  return encoded.map((own) => {
    if (!everyComponent.includes(own.key)) {
      return reconstructionPart(model, own, logLikelihoodOf(model, own, shared, 'joint', context));
    }
    const each = draws.map((z, i) => logLikelihoodOf(model, own, z, { modality: encoded[i]!.key }, context));
    return reconstructionPart(model, own, tf.sum(tf.mul(tf.stack(each), columns), 0));
  });
}

/**
 * KL(q(s | x) ‖ N(0, I)) of every private subspace, each with its own factor on top of `factor`.
 * @example
 * ```ts
 * parts.push(...privateParts(model, encoded, beta * model.keys.length));
 * ```
 */
export function privateParts<K extends string>(
  model: ObjectiveModel<K>,
  encoded: readonly Encoded<K>[],
  factor: number,
): LossPart[] {
  return encoded.flatMap((own) => {
    if (!own.private) return [];
    return {
      path: ['private', own.key],
      value: kl(own.private, Normal.standard(own.private.eventShape)),
      factor: factor * model.modalities[own.key].privateBeta,
      of: own,
    };
  });
}

/** KL(q ‖ qₘ) of a joint posterior from every modality's own, at `modalityDivergence.<modality>`. */
export function modalityDivergenceParts<K extends string>(
  encoded: readonly Encoded<K>[],
  joint: Independent<Normal>,
  factor: number,
): LossPart[] {
  return encoded.map((own) => ({
    path: ['modalityDivergence', own.key],
    value: kl(joint, own.shared),
    factor,
    of: own,
  }));
}

/** Parts, each with its factor times another. */
export function timesFactor(parts: readonly LossPart[], factor: number): LossPart[] {
  return parts.map((part) => ({ ...part, factor: part.factor * factor }));
}
