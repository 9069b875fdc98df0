import { ArgumentError, checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { confusionMatrix } from './confusion-matrix.js';
import { type LogisticRegression, type LogisticRegressionOptions, logisticRegression } from './logistic-regression.js';
import type { Matrix } from './matrix.js';
import { requireNumbers } from './require-numbers.js';

/** Representations: a tensor of shape `[rows, dimensions]`, or plain numbers. */
export type LatentMatrix = tf.Tensor2D | Matrix;

/** A label for each row. */
export type Labels = ArrayLike<number> | tf.Tensor1D;

/** Representations with their labels. */
export interface LabelledLatents {
  /** `[rows, dimensions]`. */
  readonly x: LatentMatrix;
  /** `[rows]`. */
  readonly y: Labels;
}

/** Data to fit the probe to and to test it on. */
export interface ProbeData {
  /** Latents and labels that the probe is fitted to. */
  readonly train: LabelledLatents;
  /** Latents and labels that it is judged on. */
  readonly test: LabelledLatents;
}

/** How one class fared. */
export interface ClassAccuracy {
  /** The class. */
  readonly label: number;
  /** Test rows of this class. */
  readonly count: number;
  /** Share of them that was recognised; NaN if there are none. */
  readonly accuracy: number;
}

/** Result of a linear probe. */
export interface ProbeResult {
  /** Share of test rows whose label was predicted. */
  readonly accuracy: number;
  /** The labels of train and test rows, ascending; order of `perClass` and `confusion`. */
  readonly classes: readonly number[];
  /** Accuracy of each class. */
  readonly perClass: readonly ClassAccuracy[];
  /** Counts: `confusion[i][j]` test rows of class `i` were taken for class `j`. */
  readonly confusion: readonly (readonly number[])[];
  /** The predicted label of each test row. */
  readonly predictions: readonly number[];
  /** Whether the classifier reached its optimum; if not, representations may tell more than `accuracy` says. */
  readonly converged: boolean;
  /** The fitted probe. */
  readonly model: LogisticRegression;
}

/**
 * How well a linear classifier reads labels off representations: logistic regression on `train`, accuracy on all of
 * `test`. A test label that training never saw counts as an error.
 * @returns Accuracy and where the errors are. Tensors are read, not disposed.
 * @throws {ArgumentError} if shapes or lengths do not fit, a number is not finite, or training has fewer than two classes.
 * @see Sutter et al. 2020, Section 4.1 (Table 1)
 * @example
 * ```ts
 * const { accuracy } = await linearProbe({ train: { x: z, y }, test: { x: zTest, y: yTest } });
 * ```
 */
export async function linearProbe(data: ProbeData, options: LogisticRegressionOptions = {}): Promise<ProbeResult> {
  checkOptions('linearProbe(data)', data, ['train', 'test']);
  const [zTrain, yTrain] = [await readLatents(data.train.x, 'train'), await readLabels(data.train.y, 'train')];
  const [zTest, yTest] = [await readLatents(data.test.x, 'test'), await readLabels(data.test.y, 'test')];
  const model = logisticRegression({ x: zTrain, y: yTrain }, options);
  const predictions = model.predict(zTest);
  if (predictions.length !== yTest.length) {
    throw new ArgumentError(
      `linearProbe({ test }): expected ${predictions.length} labels, one for each row of latents, found ${yTest.length}`,
    );
  }
  if (predictions.length === 0) throw new ArgumentError('linearProbe({ test }): expected at least one row, found none');

  const classes = [...new Set([...model.classes, ...yTest])].sort((a, b) => a - b);
  const confusion = confusionMatrix(yTest, predictions, classes);
  const perClass = classes.map((label, k): ClassAccuracy => {
    const count = confusion[k]!.reduce((a, b) => a + b, 0);
    return { label, count, accuracy: confusion[k]![k]! / count };
  });
  const right = yTest.reduce((sum, label, i) => sum + (label === predictions[i] ? 1 : 0), 0);
  const { converged } = model;
  return { accuracy: right / yTest.length, classes, perClass, confusion, predictions, converged, model };
}

async function readLatents(z: LatentMatrix, which: string): Promise<Matrix> {
  if (!(z instanceof tf.Tensor)) return z;
  if (z.rank !== 2) {
    throw new ArgumentError(
      `linearProbe({ ${which} }): expected latents of shape [rows, dimensions], found [${z.shape.join(', ')}]`,
    );
  }
  return { data: await z.data(), shape: z.shape };
}

async function readLabels(y: Labels, which: string): Promise<number[]> {
  if (!(y instanceof tf.Tensor)) {
    requireNumbers(`linearProbe({ ${which} }): labels`, y);
    const bad = Array.from(y).findIndex((label) => !Number.isFinite(label));
    if (bad >= 0) throw new ArgumentError(`linearProbe({ ${which} }): label ${bad} is ${y[bad]}; expected a number`);
    return Array.from(y);
  }
  if (y.rank !== 1) {
    throw new ArgumentError(
      `linearProbe({ ${which} }): expected labels of shape [rows], found [${y.shape.join(', ')}]`,
    );
  }
  return Array.from(await y.data());
}
