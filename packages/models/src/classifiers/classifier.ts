import { scope } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs';
import { BatchError } from '../errors.js';
import type { Network } from '../networks/network.js';
import type { LossContext, ObjectiveResult } from '../objectives/objective.js';
import { binaryCrossEntropy } from './binary-cross-entropy.js';
import { sigmoidOutputs } from './sigmoid-outputs.js';

/** A labelled batch. */
export interface ClassifierBatch {
  /** `[batch, ...]`. */
  readonly x: tf.Tensor;
  /** Class numbers, int32 `[batch]`. */
  readonly y: tf.Tensor;
}

/** A network that is trained to tell classes apart; `fit` of the training package can train it. */
export class Classifier {
  readonly network: Network;
  readonly classes: number;
  readonly variables: Readonly<Record<string, tf.Variable>>;
  readonly state: Readonly<Record<string, tf.Variable>>;

  /**
   * @param network Gives logits `[batch, classes]`.
   * @param classes How many classes there are.
   */
  constructor(network: Network, classes: number = 10) {
    this.network = network;
    this.classes = classes;
    this.variables = network.variables;
    this.state = network.state;
  }

  /**
   * Binary cross-entropy of every class' sigmoid output against the one-hot label, mean over batch and classes, which
   * is how the paper's sigmoid outputs are trained; and the accuracy.
   * @throws {BatchError} if the labels do not fit the data.
   */
  loss({ x, y }: ClassifierBatch, { training, rng }: LossContext): ObjectiveResult {
    return scope(() => {
      if (y.dtype !== 'int32' || y.rank !== 1 || y.size !== x.shape[0]) {
        throw new BatchError(`batch.y: expected int32 [${x.shape[0]}], found ${y.dtype} [${y.shape.join(', ')}].`);
      }
      const logits = this.network.apply(x, { training, rng });
      const loss = binaryCrossEntropy(logits, tf.oneHot(y, this.classes, 1, 0, 'float32'));
      const hits = tf.equal(tf.argMax(logits, -1), y);
      return { loss, terms: { accuracy: tf.mean<tf.Scalar>(tf.cast(hits, 'float32')) } };
    });
  }

  /** Sigmoid outputs in evaluation mode, `[batch, classes]`. */
  probabilities(x: tf.Tensor): tf.Tensor2D {
    return sigmoidOutputs(this.network, x);
  }

  /** The most probable class of every row in evaluation mode, int32 `[batch]`. */
  classify(x: tf.Tensor): tf.Tensor1D {
    return tf.tidy(() => tf.argMax<tf.Tensor1D>(this.network.apply(x, { training: false }), -1));
  }

  /** Frees the network's parameters and state. */
  dispose(): void {
    this.network.dispose();
  }
}
