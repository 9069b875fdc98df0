import { scope } from '@polyvae/distributions';
import { checkOptions } from '@polyvae/errors';
import type { LossResult } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs-core';
import { BatchError, ConfigurationError } from '../errors.js';
import type { Network } from '../networks/network.js';
import type { ObjectiveContext } from '../objectives/objective.js';
import { binaryCrossEntropy } from './binary-cross-entropy.js';

/** The kinds of target: one class a row, or any number of labels a row. */
export type ClassifierTarget = 'class' | 'labels';

/** Decisions of a classifier: int32 `[batch]` for classes, float32 `[batch, labels]` for labels. */
export type Decisions<T extends ClassifierTarget> = T extends 'class' ? tf.Tensor1D : tf.Tensor2D;

/** Options of a {@link Classifier}. */
export interface ClassifierOptions<T extends ClassifierTarget = ClassifierTarget> {
  /** Default `class`. */
  readonly target?: T;
  /** Number of classes or labels; default 10 classes, or CelebA's 40 labels. */
  readonly count?: number;
}

/** A labelled batch. */
export interface ClassifierBatch {
  /** `[batch, ...]`. */
  readonly x: tf.Tensor;
  /** Class numbers, int32 `[batch]`; or 0 or 1 for every label, `[batch, labels]`, of any numeric type or bool. */
  readonly y: tf.Tensor;
}

const defaultCounts: Readonly<Record<ClassifierTarget, number>> = { class: 10, labels: 40 };

/** Terms that a classifier reports. */
export interface ClassifierTerms {
  /** Share of right decisions. */
  readonly accuracy: tf.Scalar;
}

/**
 * A network that is trained to tell the class of a row, or which of several labels hold, each on its own; `fit` of the
 * training package can train it.
 * @example
 * ```ts
 * const judge = new Classifier(mnistClassifier({ rng }));
 * await fit(judge, images, { epochs: 5, batchSize: 128, rng }).last();
 * judge.classify(x); // int32 [batch]
 * ```
 */
export class Classifier<T extends ClassifierTarget = 'class'> {
  /** Gives logits `[batch, count]`. */
  readonly network: Network;
  /** Kind of target that it is trained to. */
  readonly target: T;
  /** Number of classes or labels. */
  readonly count: number;
  /** Trainable parameters of the network by checkpoint path. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** Non-trainable state of the network by checkpoint path. */
  readonly state: Readonly<Record<string, tf.Variable>>;

  /**
   * @param network Gives logits `[batch, count]`.
   * @throws {ConfigurationError} if the target is neither `class` nor `labels`, or an option is unknown.
   */
  constructor(network: Network, options: ClassifierOptions<T> = {}) {
    checkOptions('Classifier', options, ['target', 'count']);
    const { target = 'class' as T } = options;
    if (!(target in defaultCounts)) {
      throw new ConfigurationError(`Classifier: target must be 'class' or 'labels', found '${target}'.`);
    }
    this.network = network;
    this.target = target;
    this.count = options.count ?? defaultCounts[target];
    this.variables = network.variables;
    this.state = network.state;
  }

  /**
   * Binary cross-entropy of every sigmoid output against the one-hot class or the labels, mean over rows and outputs, as
   * the paper trains its sigmoid outputs; and the accuracy, the share of right classes or of labels on the right side of ½.
   * @throws {BatchError} if the targets do not fit the data.
   */
  loss({ x, y }: ClassifierBatch, { training, rng }: ObjectiveContext): LossResult<ClassifierTerms> {
    return scope(() => {
      this.#check(x, y);
      const logits = this.network.apply(x, { training, rng });
      const expected = this.#outputs(y);
      const hits = tf.equal(this.#decide(logits), this.target === 'class' ? y : expected);
      const accuracy = tf.mean<tf.Scalar>(tf.cast(hits, 'float32'));
      return { loss: binaryCrossEntropy(logits, expected), terms: { accuracy } };
    });
  }

  /** Sigmoid outputs in evaluation mode, `[batch, count]`. */
  probabilities(x: tf.Tensor): tf.Tensor2D {
    return tf.tidy(() => tf.sigmoid(this.network.apply(x, { training: false })) as tf.Tensor2D);
  }

  /**
   * Decisions in evaluation mode.
   * @returns The most probable class of every row, int32 `[batch]`; or 1 for every label that is more probable than not
   * and 0 for the others, float32 `[batch, labels]`.
   */
  classify(x: tf.Tensor): Decisions<T> {
    return tf.tidy(() => this.#decide(this.network.apply(x, { training: false }))) as Decisions<T>;
  }

  /** Frees the network's parameters and state. */
  dispose(): void {
    this.network.dispose();
  }

  #check(x: tf.Tensor, y: tf.Tensor): void {
    const [batch] = x.shape;
    const found = `${y.dtype} [${y.shape.join(', ')}]`;
    if (this.target === 'class') {
      if (y.dtype !== 'int32' || y.rank !== 1 || y.size !== batch) {
        throw new BatchError(`batch.y: expected int32 [${batch}], found ${found}.`);
      }
    } else if (y.dtype === 'string' || y.rank !== 2 || y.shape[0] !== batch || y.shape[1] !== this.count) {
      throw new BatchError(`batch.y: expected numbers or bool [${batch}, ${this.count}], found ${found}.`);
    }
  }

  /** Sigmoid outputs of a perfect network, float32 `[batch, count]`. */
  #outputs(y: tf.Tensor): tf.Tensor {
    return this.target === 'class' ? tf.oneHot(y, this.count, 1, 0, 'float32') : tf.cast(y, 'float32');
  }

  #decide(logits: tf.Tensor): tf.Tensor {
    return this.target === 'class' ? tf.argMax(logits, -1) : tf.cast(tf.greater(logits, 0), 'float32');
  }
}
