import type { Independent, Normal } from '@polyvae/distributions';
import type { GaussianProducts } from '@polyvae/divergences';
import type { Rng } from '@polyvae/random';
import type { LossContext, Settings, Terms } from '@polyvae/training';
import type * as tf from '@tensorflow/tfjs-core';
import type { FusionWeights } from '../fusion/fusion-weights.js';
import type { CheckedBatch, Observation } from '../modalities/checked-batch.js';
import type { Modality, ModalityOptions } from '../modalities/modality.js';
import type { ObjectivePart } from '../networks/network.js';
import type { Initialisation } from '../networks/parameter.js';

/** A draw of standard noise, normal unless the objective's posteriors are of another family, that an objective asks for. */
export interface NoiseRequest {
  /** `joint`, or the modality whose own bound is being formed. */
  readonly pass: 'joint' | { readonly modality: string };
  /** `shared`, or the modality whose private latent is drawn. */
  readonly latent: 'shared' | { readonly modality: string };
  /** Shape of the draw. */
  readonly shape: readonly number[];
}

/** Everything that an objective may depend on besides the batch. */
export interface ObjectiveContext extends LossContext {
  /** Gives the noise instead of `rng` wherever it returns a tensor; for replaying a recorded computation. */
  readonly noise?: (request: NoiseRequest) => tf.Tensor | undefined;
}

/** Kinds of posterior that a subset of modalities can be read as; `product` has the prior among its experts. */
export type PosteriorKind = 'product' | 'product-without-prior' | 'mixture' | 'dynamic-prior';

/** Families of distributions that encoders' heads are read as. */
export type PosteriorFamily = 'normal' | 'laplace';

/** A model's modalities and sizes, for parts that fit them. */
export interface PartContext<K extends string = string> {
  /** Names of the modalities, in order. */
  readonly keys: readonly K[];
  /** As they were described. */
  readonly modalities: Readonly<Record<K, ModalityOptions>>;
  /** Size of the shared latent. */
  readonly shared: number;
  /** Sizes of the private latents; 0 for none. */
  readonly private: Readonly<Record<K, number>>;
  /** How layers start; default the network's own. */
  readonly init?: Initialisation | undefined;
  /** Initialises the parts. */
  readonly rng: Rng;
}

/** The parts of a model that an objective works on. */
export interface ObjectiveModel<K extends string = string> {
  /** Names of the modalities, in order. */
  readonly keys: readonly K[];
  /** Networks, likelihood and weights of each modality. */
  readonly modalities: Readonly<Record<K, Modality>>;
  /** The objective's own, by name. */
  readonly parts: Readonly<Record<string, ObjectivePart>>;
  /** The fixed prior of the shared latent, N(0, I). */
  prior(): Independent<Normal>;
}

/** A modality's data with its posterior of the shared latent. */
export interface ModalityPosterior<K extends string = string> extends Observation<K> {
  /** q(c | x), batch `[batch]`, event `[shared]`. */
  readonly shared: Independent<Normal>;
}

/** Result of an objective. */
export interface ObjectiveResult {
  /** To be minimised: minus the bound, mean over the batch. */
  readonly loss: tf.Scalar;
  /** Scalars to report, by name; may be nested. */
  readonly terms: Terms;
}

/** A loss with the gradients of all variables that it reaches; the caller disposes all of it. */
export interface ObjectiveGradients extends ObjectiveResult {
  /** By checkpoint path. */
  readonly gradients: Readonly<Record<string, tf.Tensor>>;
}

/** A training objective: a function of model, batch and randomness that returns named terms. */
export interface Objective<K extends string = string> {
  /** Name of the objective, kept with a model. */
  readonly kind: string;
  /** How a subset of modalities is read where the caller does not say. */
  readonly posterior: PosteriorKind;
  /**
   * The posterior of the shared latent given what each row of a batch has, for objectives whose posterior is none of the
   * kinds. Where there is one it is read unless the caller asks for a kind. Must be called within `tf.tidy`.
   */
  infer?(
    model: ObjectiveModel<K>,
    batch: CheckedBatch<K>,
    encoded: readonly ModalityPosterior<K>[],
  ): Independent<Normal>;
  /** Family of the posteriors that the encoders' heads describe; default `normal`. */
  readonly family?: PosteriorFamily;
  /** π; default equal over the modalities and the prior. */
  readonly weights?: FusionWeights<K>;
  /** How products of Gaussian posteriors are formed; default as `productOfExperts` and `geometricMean` do. */
  readonly products?: GaussianProducts;
  /**
   * Networks and parameters of the objective's own, by name, such as a joint encoder or a prior's scale. The model owns them: their
   * variables are its own under `<name>.`, and it is saved with them.
   */
  build?(context: PartContext<K>): Readonly<Record<string, ObjectivePart>>;
  /** Everything else that the loss depends on, for a model of these modalities; kept in checkpoints. */
  settings?(keys: readonly K[]): Settings;
  /** Further settings of a saved model, in which checkpoints need not agree. */
  readonly saved?: Settings;
  /**
   * Refuses batches that the objective cannot use, as far as the host knows them: a step that is compiled is checked before it runs.
   * @throws {BatchError} saying what is missing.
   */
  checkBatch?(keys: readonly K[], batch: CheckedBatch<K>): void;
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
