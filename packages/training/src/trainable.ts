import type { Rng } from '@polyvae/random';
import type * as tf from '@tensorflow/tfjs-core';
import type { Terms } from './terms.js';

/** Everything that a loss may depend on besides its batch. */
export interface LossContext {
  /** The only source of randomness: a fresh stream for every step, the same one if the step is repeated. */
  readonly rng: Rng;
  /** True while training (dropout, batch statistics), false for held-out data. */
  readonly training: boolean;
  /** Steps completed before this one. */
  readonly step: number;
  /** Index of the epoch, from 0. */
  readonly epoch: number;
}

/** A loss to be minimised and what to report of it. */
export interface LossResult<T extends object = Terms> {
  /** Scalar; gradients are taken of it. */
  readonly loss: tf.Scalar;
  /** Scalars to report, by name; may be nested. */
  readonly terms: T;
}

/** A loss with its gradients. */
export interface GradientResult<T extends object = Terms> extends LossResult<T> {
  /** By the variables' names; those that the loss does not reach are left out. */
  readonly gradients: Readonly<Record<string, tf.Tensor>>;
}

/** A value that JSON holds exactly. */
export type SettingValue =
  | string
  | number
  | boolean
  | null
  | readonly SettingValue[]
  | { readonly [name: string]: SettingValue };

/** Values that determine what a model learns, besides its variables; may be nested. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** A batch in tensors alone. */
export interface PreparedBatch {
  /** Given to `loss` in place of the batch; tensors, numbers, strings and booleans in plain objects and arrays. */
  readonly batch: unknown;
  /** Frees what preparing made; the batch's own tensors stay. */
  dispose(): void;
}

/** Anything that `fit` can train. `T` are its terms, where they are known by name: `fit` gives numbers of the same names. */
export interface Trainable<B, T extends object = object> {
  /** Variables that the optimiser changes. Keys are checkpoint paths such as `encoders.mnist.hidden.weight`. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** Variables that the loss itself updates while training, such as batch-norm statistics. */
  readonly state?: Readonly<Record<string, tf.Variable>>;
  /**
   * Settings of the loss that no variable's name or shape shows, such as the kind of objective and its weights. A
   * checkpoint keeps them, and is refused by a model that has other settings.
   */
  readonly settings?: Settings;
  /**
   * A batch in tensors alone, for what is compiled: a compiled loss is not run again, so that what it reads from the host would stay
   * as it was. Training calls this before each compiled step and passes the result to `loss`. Whatever it checks is checked at
   * every step.
   */
  prepare?(batch: B): PreparedBatch;
  /** Builds the loss from tensors alone (nothing is read back); the caller tidies. */
  loss(batch: B, context: LossContext): LossResult<T>;
  /**
   * Loss and gradients together, for losses that must not be recorded as a whole: training calls this, where it is there, in
   * place of differentiating `loss`. It may compute in pieces and read between them. The caller disposes the results.
   */
  readonly gradients?: ((batch: B, context: LossContext) => Promise<GradientResult<T>>) | undefined;
}
