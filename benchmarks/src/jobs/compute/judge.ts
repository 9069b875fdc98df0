import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ArgumentError } from '@polyvae/errors';
import { fileError } from '@polyvae/jobs';
import type { FeatureNetwork } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import type * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { DatasetData, LabelledSource } from '../../datasets/dataset.js';
import { withWeights } from './load-model.js';
import { inPortions, portionSize } from './portions.js';
import { type AnyClassifier, type Score, scoringOf } from './scoring.js';
import { weightsFile } from './weights-file.js';

/** A trained classifier of one modality, in evaluation mode. */
export interface Judge {
  /** On test data: accuracy, or mean average precision. */
  readonly score: number;
  /** What the score had to be at least. */
  readonly gate: number;
  /** Predictions, `[rows]` or `[rows, labels]`. */
  predict(x: tf.Tensor): tf.Tensor;
  /** The penultimate layer's output, `[batch, 128]`. */
  features(x: tf.Tensor): tf.Tensor2D;
  dispose(): void;
}

/** Name of the file in a judge's folder that says how good it is. */
export const judgeFile = 'judge.json';

const judgeSchema = z.object({
  modality: z.string(),
  width: z.number().optional(),
  score: z.number(),
  gate: z.number(),
});

/** The untrained network of a judge. @see Sutter et al. 2020, Tables 6 to 8 */
export function judgeNetwork(
  data: DatasetData,
  modality: string,
  options: { readonly rng: Rng; readonly width?: number | undefined; readonly dropout?: number },
): FeatureNetwork {
  const { rng, width, dropout = 0 } = options;
  const make = data.judges[modality];
  if (!make)
    throw new ArgumentError(`There is no judge of '${modality}'; there are ${Object.keys(data.judges).join(', ')}.`);
  return make({ rng, dropout, ...(width !== undefined && { width }) });
}

function readScore(directory: string): z.infer<typeof judgeSchema> {
  const file = path.join(directory, judgeFile);
  try {
    return judgeSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw fileError('Cannot read', file, error);
  }
}

/**
 * The judge that a job left in its folder. The caller disposes it.
 * @throws {JobsError} if it cannot be read, {ArgumentError} if it is of another modality.
 */
export function loadJudge(data: DatasetData, modality: string, directory: string): Judge {
  const { width, score, gate, modality: found } = readScore(directory);
  if (found !== modality) {
    throw new ArgumentError(`Expected a judge of '${modality}' in ${directory}, found one of '${found}'.`);
  }
  const scoring = scoringOf(data.target);
  const network = judgeNetwork(data, modality, { rng: Rng.fromSeed(0), width });
  const classifier = withWeights(scoring.classifier(network), path.join(directory, weightsFile));
  return {
    score,
    gate,
    predict: (x) => scoring.predict(classifier, x),
    features: (x) => network.features(x, { training: false }),
    dispose: () => classifier.dispose(),
  };
}

/** Test items beyond these make a judge's score no surer than it needs to be. */
const largestTest = 30_000;

/** The score of a classifier on test data of its modality. */
export async function testJudge(
  classifier: AnyClassifier,
  data: DatasetData,
  test: LabelledSource,
): Promise<Score & { readonly testSize: number }> {
  const scoring = scoringOf(data.target);
  const rows = Math.min(test.size, largestTest);
  const predicted = await inPortions(rows, portionSize(rows, data.largestChunk), (items) =>
    scoring.predict(classifier, test.get(items).x),
  );
  return { ...scoring.score(predicted.data, test.targets.subarray(0, rows * scoring.width)), testSize: rows };
}
