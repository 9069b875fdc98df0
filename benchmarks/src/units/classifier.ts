import path from 'node:path';
import { type Agreement, classifierAccuracy, requireAccuracy } from '@polyvae/metrics';
import { Classifier, type FeatureNetwork, mnistClassifier, svhnClassifier, textClassifier } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { saveWeights } from '@polyvae/training';
import { writeFileAtomic } from '@polyvae/training/node';
import type { DigitsData } from '../data/data-spec.js';
import { openData } from '../data/open-data.js';
import type { DigitKey } from '../experiment.js';
import type { UnitContext } from '../runner/unit-events.js';
import { chunkSize } from './chunk-size.js';
import { type LabelledData, labelledData } from './labelled-data.js';
import { weightsFile } from './train.js';
import { trainClassifier } from './train-classifier.js';

/** Everything that decides what a classifier of one modality gives, as data. */
export interface ClassifierConfig {
  readonly modality: DigitKey;
  readonly data: DigitsData;
  readonly batchSize: number;
  readonly steps: number;
  /** Rate of the dropout layers. */
  readonly dropout: number;
  /** Share of the test data that it must be right about; below, the unit fails. */
  readonly gate: number;
  /** The same where the files have fewer training images than the official ones. */
  readonly partialGate?: number;
  readonly seed: number;
  /** Engines round differently, so the engine belongs to the result. */
  readonly backend: string;
}

/** What is known of a classifier besides its weights. */
export interface ClassifierResult {
  readonly modality: DigitKey;
  /** On test data. */
  readonly accuracy: number;
  /** `confusion[i][j]` test items of class `i` were taken for class `j`. */
  readonly confusion: readonly (readonly number[])[];
  readonly gate: number;
  readonly trainSize: number;
  readonly testSize: number;
  readonly steps: number;
  /** Time spent in training, interruptions not counted. */
  readonly seconds: number;
}

/** Name of the file in a classifier's folder that says how good it is. */
export const classifierFile = 'classifier.json';

const networks = { mnist: mnistClassifier, svhn: svhnClassifier, text: textClassifier } as const;

/** Training images of the official files; texts are made, as many as there are pairs. */
const officialSize = { mnist: 60_000, svhn: 73_257, text: 0 } as const;

/** Test items beyond so many make the accuracy no surer than it needs to be. */
const largestTest = 30_000;

/**
 * The untrained network of Tables 6 and 7 for a modality. The caller disposes it.
 * @param dropout Rate of its dropout layers; they do nothing but in training.
 */
export function classifierNetwork(modality: DigitKey, rng: Rng, dropout: number = 0): FeatureNetwork {
  return networks[modality]({ rng, dropout });
}

/**
 * Trains the classifier that judges one modality, on the training data of that modality before pairing. The learning rate
 * falls from 1e-3 to 0.
 * @throws {AccuracyError} if it is not accurate enough to judge by.
 * @see Sutter et al. 2020, Tables 6 and 7
 */
export async function runClassifier(config: ClassifierConfig, context: UnitContext): Promise<ClassifierResult> {
  const { modality } = config;
  const { directory } = context;
  const digits = await openData(config.data);
  const train = labelledData(digits.train, modality);
  const gate = train.size < officialSize[modality] ? (config.partialGate ?? config.gate) : config.gate;
  const rng = Rng.fromSeed(config.seed).fork(`classifier ${modality}`);
  const classifier = new Classifier(classifierNetwork(modality, rng.fork('initialisation'), config.dropout));
  try {
    const trained = await trainClassifier(classifier, train, {
      batchSize: config.batchSize,
      steps: config.steps,
      rng: rng.fork('training'),
      context,
    });
    const test = labelledData(digits.test, modality);
    const { accuracy, confusion, count } = await testClassifier(classifier, test);
    const result: ClassifierResult = {
      modality,
      accuracy,
      confusion,
      gate,
      trainSize: train.size,
      testSize: count,
      ...trained,
    };
    requireAccuracy({ [modality]: accuracy }, gate);
    await writeFileAtomic(path.join(directory, weightsFile), await saveWeights(classifier));
    const bytes = new TextEncoder().encode(`${JSON.stringify(result)}\n`);
    await writeFileAtomic(path.join(directory, classifierFile), bytes);
    return result;
  } finally {
    classifier.dispose();
  }
}

function testClassifier(classifier: Classifier, test: LabelledData): Promise<Agreement> {
  const labels = test.labels.subarray(0, largestTest);
  return classifierAccuracy({
    classify: (x) => classifier.classify(x),
    labels,
    batchSize: chunkSize(labels.length, 256),
    data: (begin, end) => {
      const { x, y } = test.get(Uint32Array.from({ length: end - begin }, (_, i) => begin + i));
      y.dispose();
      return x;
    },
  });
}
