import type { Independent, Normal } from '@polyvae/distributions';
import type { Rng } from '@polyvae/random';
import type * as tf from '@tensorflow/tfjs';
import type { CheckedBatch } from '../model/batch.js';
import type { Modality } from '../model/modality.js';
import type { PosteriorFamily } from './posteriors.js';

/** Scalars to report, by name; may be nested. */
export interface Terms {
  readonly [name: string]: tf.Scalar | Terms;
}

/** A value that JSON holds exactly. */
export type SettingValue =
  | string
  | number
  | boolean
  | null
  | readonly SettingValue[]
  | { readonly [name: string]: SettingValue };

/** What determines a loss besides its inputs; may be nested. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** A draw of standard noise, normal unless the objective's posteriors are of another family, that an objective asks for. */
export interface NoiseRequest {
  /** `joint`, or the modality whose own bound is being formed. */
  readonly pass: 'joint' | { readonly modality: string };
  /** `shared`, or the modality whose private latent is drawn. */
  readonly latent: 'shared' | { readonly modality: string };
  readonly shape: readonly number[];
}

/** What a loss may depend on besides the batch. */
export interface LossContext {
  readonly rng: Rng;
  readonly training: boolean;
  /** Steps completed before this one. */
  readonly step: number;
  /** Index of the epoch, from 0. */
  readonly epoch: number;
  /** Gives the noise instead of `rng` wherever it returns a tensor; for replaying a recorded computation. */
  readonly noise?: (request: NoiseRequest) => tf.Tensor | undefined;
}

/** Kinds of posterior that a subset of modalities can be read as. */
export type PosteriorKind = 'product' | 'mixture' | 'dynamic-prior';

/** Weights π of the modalities and the prior; they sum to one. */
export interface FusionWeights<K extends string = string> {
  readonly modalities: Readonly<Record<K, number>>;
  readonly prior: number;
}

/** The parts of a model that an objective works on. */
export interface ObjectiveModel<K extends string = string> {
  readonly keys: readonly K[];
  readonly modalities: Readonly<Record<K, Modality>>;
  /** The fixed prior of the shared latent, N(0, I). */
  prior(): Independent<Normal>;
}

/** What an objective computes. */
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
  /** What the encoders' heads are read as; default `normal`. */
  readonly family?: PosteriorFamily;
  /** π; default equal over the modalities and the prior. */
  readonly weights?: FusionWeights<K>;
  /** Added to variances in products of experts; see the divergences package. */
  readonly legacyVarianceEpsilon?: number;
  /** Everything else that the loss depends on, for a model of these modalities; kept in checkpoints. */
  settings?(keys: readonly K[]): Settings;
  /** Must be called within `tf.tidy`; `batch` has been checked. */
  evaluate(model: ObjectiveModel<K>, batch: CheckedBatch<K>, context: LossContext): ObjectiveResult;
  /**
   * The same with gradients, for objectives whose tape would be too large as a whole. Not called within `tf.tidy`; `batch`
   * stays the caller's.
   * @param variables The model's, by checkpoint path.
   */
  gradients?(
    model: ObjectiveModel<K>,
    batch: CheckedBatch<K>,
    context: LossContext,
    variables: Readonly<Record<string, tf.Variable>>,
  ): Promise<ObjectiveGradients>;
}
