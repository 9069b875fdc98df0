import { scope } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs';
import { BatchError } from '../errors.js';
import type { Network } from '../networks/network.js';
import type { LossContext, ObjectiveResult } from '../objectives/objective.js';
import { binaryCrossEntropy } from './binary-cross-entropy.js';
import { sigmoidOutputs } from './sigmoid-outputs.js';

/** A batch of which every row has several labels. */
export interface MultiLabelBatch {
  /** `[batch, ...]`. */
  readonly x: tf.Tensor;
  /** Which labels a row has: 0 or 1, `[batch, labels]`, of any numeric type or bool. */
  readonly y: tf.Tensor;
}

/** A network that is trained to tell which labels hold, each apart; `fit` of the training package can train it. */
export class MultiLabelClassifier {
  readonly network: Network;
  readonly labels: number;
  readonly variables: Readonly<Record<string, tf.Variable>>;
  readonly state: Readonly<Record<string, tf.Variable>>;

  /**
   * @param network Gives logits `[batch, labels]`.
   * @param labels How many labels there are; default 40, CelebA's attributes.
   */
  constructor(network: Network, labels: number = 40) {
    this.network = network;
    this.labels = labels;
    this.variables = network.variables;
    this.state = network.state;
  }

  /**
   * Binary cross-entropy of every label's sigmoid output, mean over batch and labels; and the share of labels that are
   * on the right side of ½.
   * @throws {BatchError} if the labels do not fit the data.
   */
  loss({ x, y }: MultiLabelBatch, { training, rng }: LossContext): ObjectiveResult {
    return scope(() => {
      if (y.dtype === 'string' || y.rank !== 2 || y.shape[0] !== x.shape[0] || y.shape[1] !== this.labels) {
        throw new BatchError(
          `batch.y: expected numbers or bool [${x.shape[0]}, ${this.labels}], found ${y.dtype} [${y.shape.join(', ')}].`,
        );
      }
      const logits = this.network.apply(x, { training, rng });
      const target = tf.cast(y, 'float32');
      const hits = tf.equal(tf.cast(tf.greater(logits, 0), 'float32'), target);
      const accuracy = tf.mean<tf.Scalar>(tf.cast(hits, 'float32'));
      return { loss: binaryCrossEntropy(logits, target), terms: { accuracy } };
    });
  }

  /** Sigmoid outputs in evaluation mode, `[batch, labels]`. */
  probabilities(x: tf.Tensor): tf.Tensor2D {
    return sigmoidOutputs(this.network, x);
  }

  /** Frees the network's parameters and state. */
  dispose(): void {
    this.network.dispose();
  }
}
