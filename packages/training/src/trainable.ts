import type { Rng } from '@polyvae/random';
import type * as tf from '@tensorflow/tfjs';
import type { Terms } from './terms.js';

/** What a loss may depend on besides its batch. */
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
export interface LossResult {
  /** Scalar; gradients are taken of it. */
  readonly loss: tf.Scalar;
  /** Scalars to report, by name; may be nested. */
  readonly terms: Terms;
}

/** Anything that `fit` can train. */
export interface Trainable<B> {
  /** What the optimiser changes. Keys are checkpoint paths such as `encoders.mnist.hidden.weight`. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** What the loss itself updates while training, such as batch-norm statistics. */
  readonly state?: Readonly<Record<string, tf.Variable>>;
  /** Builds the loss from tensors alone (nothing is read back); the caller tidies. */
  loss(batch: B, context: LossContext): LossResult;
}
