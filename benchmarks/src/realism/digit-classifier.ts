import type { LabelledImages } from '@polyvae/datasets';
import { conv2d, linear, type Network, relu, reshape, sequential } from '@polyvae/models';
import type { Rng } from '@polyvae/random';
import type { BatchSource, LossContext, LossResult, Trainable } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { batchNorm } from './batch-norm.js';
import { dropoutHalf } from './dropout-half.js';

/** Images `[batch, height, width, channels]`, 0 … 1, and one-hot digits `[batch, 10]`. */
export interface LabelledBatch {
  readonly images: tf.Tensor4D;
  readonly digits: tf.Tensor2D;
}

/** A classifier that `fit` can train. */
export interface DigitClassifier extends Trainable<LabelledBatch> {
  /** Logits `[batch, 10]`. */
  logits(images: tf.Tensor): tf.Tensor;
  dispose(): void;
}

const halve = { kernel: 4, stride: 2, padding: 1 } as const;

/** Table 6, MNIST: three convolutions with ReLU, linear. */
export function mnistClassifier(rng: Rng): DigitClassifier {
  return classifier(
    sequential({
      conv1: conv2d({ ...halve, inputs: 1, outputs: 32, activation: 'relu', rng: rng.fork('conv1') }),
      conv2: conv2d({ ...halve, inputs: 32, outputs: 64, activation: 'relu', rng: rng.fork('conv2') }),
      conv3: conv2d({ ...halve, inputs: 64, outputs: 128, activation: 'relu', rng: rng.fork('conv3') }),
      flat: reshape([3 * 3 * 128]),
      output: linear({ inputs: 3 * 3 * 128, units: 10, rng: rng.fork('output') }),
    }),
  );
}

/** Table 6, SVHN: four convolutions, each with dropout ½, batch normalisation and ReLU, then linear. */
export function svhnClassifier(rng: Rng): DigitClassifier {
  const block = (name: string, inputs: number, outputs: number, padding: number): Network =>
    sequential({
      conv: conv2d({ ...halve, padding, inputs, outputs, rng: rng.fork(name) }),
      dropout: dropoutHalf(),
      norm: batchNorm(outputs),
      relu: relu(),
    });
  return classifier(
    sequential({
      block1: block('block1', 3, 32, 1),
      block2: block('block2', 32, 64, 1),
      block3: block('block3', 64, 64, 1),
      block4: block('block4', 64, 128, 0),
      flat: reshape([128]),
      output: linear({ inputs: 128, units: 10, rng: rng.fork('output') }),
    }),
  );
}

function classifier(network: Network): DigitClassifier {
  return {
    variables: network.variables,
    state: network.state,
    logits: (images) => network.apply(images, { training: false }),
    loss({ images, digits }: LabelledBatch, { rng, training }: LossContext): LossResult {
      const logits = network.apply(images, { training, rng });
      const loss = tf.neg(tf.mean(tf.sum(tf.mul(digits, tf.logSoftmax(logits)), 1))) as tf.Scalar;
      return { loss, terms: { crossEntropy: loss } };
    },
    dispose: () => network.dispose(),
  };
}

/** Labelled images as batches of one `[height, width, channels]` shape. */
export function labelledBatches(
  data: LabelledImages,
  shape: readonly [number, number, number],
): BatchSource<LabelledBatch> {
  const length = shape[0] * shape[1] * shape[2];
  return {
    size: data.labels.length,
    get(indices) {
      const values = new Float32Array(indices.length * length);
      const digits = new Float32Array(indices.length * 10);
      indices.forEach((item, row) => {
        for (let i = 0; i < length; i++) values[row * length + i] = data.images[item * length + i]! / 255;
        digits[row * 10 + data.labels[item]!] = 1;
      });
      return {
        images: tf.tensor4d(values, [indices.length, ...shape]),
        digits: tf.tensor2d(digits, [indices.length, 10]),
      };
    },
  };
}
