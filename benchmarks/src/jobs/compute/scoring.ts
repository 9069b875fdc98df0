import {
  averagePrecisions,
  confusionMatrix,
  jackknifeError,
  type LogisticRegressionOptions,
  linearProbe,
  probeAttributes,
} from '@polyvae/metrics';
import { Classifier, type ClassifierTarget, type FeatureNetwork } from '@polyvae/models';
import type { Rng } from '@polyvae/random';
import type * as tf from '@tensorflow/tfjs';
import type { Target } from '../../datasets/dataset.js';
import { targetsOf } from '../../datasets/labelled.js';
import { accuracyError } from './accuracy-error.js';
import { portionSize } from './portions.js';

/** How well predictions meet what items show. */
export interface Score {
  /** Accuracy, or the mean average precision over the labels that some item has. */
  readonly score: number;
  /** Of a class: `[i][j]` items of class `i` that were taken for class `j`. */
  readonly confusion?: readonly (readonly number[])[];
  /** Of labels: the average precision of each. */
  readonly perLabel?: readonly number[];
}

/** A score and how sure it is. */
export interface SureScore extends Score {
  /** Over the test items. */
  readonly standardError: number;
}

/** The score of linear classifiers. */
export interface ProbeScore extends SureScore {
  /** Labels that could not be learnt. */
  readonly unlearnable: number;
  /** Whether all classifiers reached their optimum. */
  readonly converged: boolean;
}

/** Latents and what their items show. */
export interface ScoredLatents {
  readonly x: { readonly data: Float32Array; readonly shape: [number, number] };
  readonly y: Uint8Array;
}

/** A classifier of any type of target. */
export type AnyClassifier = Classifier<ClassifierTarget>;

/** How a type of target is predicted and scored. */
export interface Scoring {
  /** Numbers that stand for one item's target. */
  readonly width: number;
  /** Name of the measure. */
  readonly measure: string;
  /** Name of a stream of random numbers: those of labels are other ones. */
  stream(job: string): string;
  /** Rows that are encoded at a time, of as many as there are; `longest` is the larger of the two splits. */
  encodedAtATime(rows: number, longest: number): number;
  /** Whether the last portion of what is generated is filled up with repeated items, which are left out again. */
  readonly fillsPortions: boolean;
  /** Random numbers of what is generated in a cell, by the first row of a portion. */
  draws(rng: Rng, cell: { variant: string; subset: string; targets: readonly string[] }): (begin: number) => Rng;
  classifier(network: FeatureNetwork): AnyClassifier;
  /** Predictions of a classifier, `[rows]` or `[rows, labels]`. */
  predict(classifier: AnyClassifier, x: tf.Tensor): tf.Tensor;
  /** @param predictions Row-major. */
  score(predictions: ArrayLike<number>, targets: Uint8Array): Score;
  /** The same with its standard error. */
  sureScore(predictions: ArrayLike<number>, targets: Uint8Array): SureScore;
  /** The score of linear classifiers on latents. */
  probe(train: ScoredLatents, test: ScoredLatents, options?: LogisticRegressionOptions): Promise<ProbeScore>;
}

/** A measure with its article: `an accuracy`. */
export function withArticle(measure: string): string {
  return /^[aeiou]/.test(measure) ? `an ${measure}` : `a ${measure}`;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Share of items that have each label; `targets` are row-major `[items, width]`. */
export function frequenciesOf(targets: Uint8Array, width: number): number[] {
  const counts = new Array<number>(width).fill(0);
  targets.forEach((value, i) => {
    counts[i % width]! += value;
  });
  return counts.map((own) => (own * width) / targets.length);
}

function meanOfPresent(perLabel: readonly number[], targets: Uint8Array): number {
  const present = frequenciesOf(targets, perLabel.length);
  return mean(perLabel.filter((_, label) => present[label]! > 0));
}

/** The mean average precision that guessing has. */
export function guessedPrecision(frequencies: readonly number[]): number {
  return mean(frequencies.filter((frequency) => frequency > 0));
}

function ofClasses({ names }: Target): Scoring {
  const all = names.map((_, label) => label);
  const score = (predictions: ArrayLike<number>, targets: Uint8Array): Score => {
    const right = Array.from(predictions).filter((label, i) => label === targets[i]).length;
    return { score: right / targets.length, confusion: confusionMatrix(targets, Array.from(predictions), all) };
  };
  return {
    width: 1,
    measure: 'accuracy',
    fillsPortions: false,
    stream: (job) => job,
    encodedAtATime: (_, longest) => Math.min(256, longest),
    draws:
      (rng, { variant, subset }) =>
      (begin) =>
        rng.fork(variant).fork(subset).fork(begin),
    classifier: (network) => new Classifier<ClassifierTarget>(network),
    predict: (classifier, x) => classifier.classify(x),
    score,
    sureScore(predictions, targets) {
      const found = score(predictions, targets);
      return { ...found, standardError: accuracyError(found.score, targets.length) };
    },
    async probe(train, test, options) {
      const { accuracy, converged } = await linearProbe({ train, test }, options);
      return { score: accuracy, standardError: accuracyError(accuracy, test.y.length), unlearnable: 0, converged };
    },
  };
}

function ofLabels({ names }: Target): Scoring {
  const width = names.length;
  const score = (predictions: ArrayLike<number>, targets: Uint8Array): Score => {
    const perLabel = [...averagePrecisions(targets, predictions, width)];
    return { score: meanOfPresent(perLabel, targets), perLabel };
  };
  const sureScore = (predictions: ArrayLike<number>, targets: Uint8Array): SureScore => {
    const ofItems = (items: Uint32Array): number => {
      const scores = Float64Array.from(
        { length: items.length * width },
        (_, i) => predictions[items[Math.floor(i / width)]! * width + (i % width)]!,
      );
      return score(scores, targetsOf(targets, items, width)).score;
    };
    return { ...score(predictions, targets), standardError: jackknifeError(targets.length / width, ofItems) };
  };
  return {
    width,
    measure: 'mean average precision',
    fillsPortions: true,
    stream: (job) => `attribute ${job}`,
    encodedAtATime: (rows) => portionSize(rows, 128),
    draws(rng, { variant, subset, targets }) {
      const own = rng.fork(`${subset}>${targets.join('+')}`).fork(variant);
      return () => own;
    },
    classifier: (network) => new Classifier<ClassifierTarget>(network, { target: 'labels', count: width }),
    predict: (classifier, x) => classifier.probabilities(x),
    score,
    sureScore,
    async probe(train, test, options) {
      const { scores, constant, unconverged } = probeAttributes({ train, test }, options);
      return { ...sureScore(scores, test.y), unlearnable: constant.length, converged: unconverged.length === 0 };
    },
  };
}

/** How a data set's target is predicted and scored. */
export function scoringOf(target: Target): Scoring {
  return target.type === 'class' ? ofClasses(target) : ofLabels(target);
}
