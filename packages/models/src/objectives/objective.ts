import type { Independent, Normal } from '@polyvae/distributions';
import type { LossContext, Settings, Terms } from '@polyvae/training';
import type * as tf from '@tensorflow/tfjs-core';
import type { FusionWeights } from '../fusion/fusion-weights.js';
import type { CheckedBatch } from '../modalities/checked-batch.js';
import type { Modality } from '../modalities/modality.js';

/** A draw of standard noise, normal unless the objective's posteriors are of another family, that an objective asks for. */
export interface NoiseRequest {
  /** `joint`, or the modality whose own bound is being formed. */
  readonly pass: 'joint' | { readonly modality: string };
  /** `shared`, or the modality whose private latent is drawn. */
  readonly latent: 'shared' | { readonly modality: string };
  readonly shape: readonly number[];
}

/** Everything that an objective may depend on besides the batch. */
export interface ObjectiveContext extends LossContext {
  /** Gives the noise instead of `rng` wherever it returns a tensor; for replaying a recorded computation. */
  readonly noise?: (request: NoiseRequest) => tf.Tensor | undefined;
}

/** Kinds of posterior that a subset of modalities can be read as. */
export type PosteriorKind = 'product' | 'mixture' | 'dynamic-prior';

/** Families of distributions that encoders' heads are read as. */
export type PosteriorFamily = 'normal' | 'laplace';

/** The parts of a model that an objective works on. */
export interface ObjectiveModel<K extends string = string> {
  readonly keys: readonly K[];
  readonly modalities: Readonly<Record<K, Modality>>;
  /** The fixed prior of the shared latent, N(0, I). */
  prior(): Independent<Normal>;
}

/** Result of an objective. */
export interface ObjectiveResult {
  /** To be minimised: minus the bound, mean over the batch. */
  readonly loss: tf.Scalar;
  readonly terms: Terms;
}

/** A loss with the gradients of all variables that it reaches; the caller disposes all of it. */
export interface ObjectiveGradients extends ObjectiveResult {
  /** By checkpoint path. */
  readonly gradients: Readonly<Record<string, tf.Tensor>>;
}

/** A training objective: a function of model, batch and randomness that returns named terms. */
export interface Objective<K extends string = string> {
  readonly kind: string;
  /** How a subset of modalities is read where the caller does not say. */
  readonly posterior: PosteriorKind;
  /** Family of the posteriors that the encoders' heads describe; default `normal`. */
  readonly family?: PosteriorFamily;
  /** π; default equal over the modalities and the prior. */
  readonly weights?: FusionWeights<K>;
  /** Added to variances in products of experts; see the divergences package. */
  readonly legacyVarianceEpsilon?: number;
  /** Everything else that the loss depends on, for a model of these modalities; kept in checkpoints. */
  settings?(keys: readonly K[]): Settings;
  /** What a saved model holds besides `settings`, which checkpoints need not agree in. */
  readonly saved?: Settings;
  /** Must be called within `tf.tidy`; `batch` has been checked. */
  evaluate(model: ObjectiveModel<K>, batch: CheckedBatch<K>, context: ObjectiveContext): ObjectiveResult;
  /**
   * Loss, terms and gradients, for objectives whose tape would be too large as a whole. Not called within `tf.tidy`; `batch`
   * stays the caller's.
   * @param variables The model's, by checkpoint path.
   */
  gradients?(
    model: ObjectiveModel<K>,
    batch: CheckedBatch<K>,
    context: ObjectiveContext,
    variables: Readonly<Record<string, tf.Variable>>,
  ): Promise<ObjectiveGradients>;
}
