import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Classifier, type FeatureNetwork } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { loadWeights } from '@polyvae/training';
import type * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { DigitKey } from '../experiment.js';
import { readConfig } from '../parse-config.js';
import { classifierFile, classifierNetwork } from './classifier.js';
import { weightsFile } from './train.js';

/** A trained classifier of one modality, in evaluation mode. */
export interface DigitClassifier {
  /** Share of test items that it is right about. */
  readonly accuracy: number;
  /** Share that it had to be right about. */
  readonly gate: number;
  /** Class numbers, `[batch]`. */
  classify(x: tf.Tensor): tf.Tensor1D;
  /** The penultimate layer's output, `[batch, 128]`. */
  features(x: tf.Tensor): tf.Tensor2D;
  dispose(): void;
}

const known = z.object({ modality: z.enum(['mnist', 'svhn', 'text']), accuracy: z.number(), gate: z.number() });

/**
 * The classifier that a classifier unit left in its folder. The caller disposes it.
 * @throws {UserError} if it cannot be read, or {RangeError} if it is of another modality.
 */
export function loadClassifier(modality: DigitKey, directory: string): DigitClassifier {
  const { accuracy, gate, modality: found } = readConfig(known, path.join(directory, classifierFile));
  if (found !== modality) {
    throw new RangeError(
      `loadClassifier: expected a classifier of '${modality}' in ${directory}, found one of '${found}'`,
    );
  }
  const file = path.join(directory, weightsFile);
  const network: FeatureNetwork = classifierNetwork(modality, Rng.fromSeed(0));
  const classifier = new Classifier(network);
  try {
    loadWeights(classifier, readFileSync(file), file);
  } catch (error) {
    classifier.dispose();
    throw error;
  }
  return {
    accuracy,
    gate,
    classify: (x) => classifier.classify(x),
    features: (x) => network.features(x, { training: false }),
    dispose: () => classifier.dispose(),
  };
}
