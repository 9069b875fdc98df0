import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type FacesSplit, faceAttributes } from '@polyvae/datasets';
import { averagePrecisions } from '@polyvae/metrics';
import { celebaImageClassifier, celebaTextClassifier, MultiLabelClassifier } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { loadWeights, saveWeights } from '@polyvae/training';
import { writeFileAtomic } from '@polyvae/training/node';
import type * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { FacesData } from '../data/data-spec.js';
import { openData } from '../data/open-data.js';
import type { FaceKey } from '../experiment.js';
import { readConfig } from '../parse-config.js';
import type { UnitContext } from '../runner/unit-events.js';
import { attributeData, attributesOf } from './attribute-data.js';
import { chunkSize } from './chunk-size.js';
import { classifierFile } from './classifier.js';
import { mean } from './mean.js';
import { weightsFile } from './train.js';
import { trainClassifier } from './train-classifier.js';

/** Everything that decides what a classifier of one modality's attributes gives, as data. */
export interface AttributeClassifierConfig {
  readonly modality: FaceKey;
  readonly data: FacesData;
  readonly batchSize: number;
  /** Of its network; published: 128. */
  readonly width: number;
  readonly steps: number;
  /** Rate of the dropout layers. */
  readonly dropout: number;
  /** Mean average precision on the test data that it must have; below, the unit fails. */
  readonly gate: number;
  readonly seed: number;
  /** Engines round differently, so the engine belongs to the result. */
  readonly backend: string;
}

/** What is known of a classifier of attributes besides its weights. */
export interface AttributeClassifierResult {
  readonly modality: FaceKey;
  readonly width: number;
  /** On test data, of each attribute. */
  readonly averagePrecision: readonly number[];
  /** Mean over the attributes that some test item has. */
  readonly meanAveragePrecision: number;
  readonly gate: number;
  readonly trainSize: number;
  readonly testSize: number;
  readonly steps: number;
  /** Time spent in training, interruptions not counted. */
  readonly seconds: number;
}

const networks = { image: celebaImageClassifier, text: celebaTextClassifier } as const;

/** Items that are classified at a time. */
const largestChunk = 128;

/**
 * The untrained classifier of a modality's attributes. The caller disposes it.
 * @param dropout Rate of its dropout layers; they do nothing but in training.
 * @see Sutter et al. 2020, Table 8
 */
export function attributeClassifier(
  modality: FaceKey,
  { rng, width, dropout = 0 }: { readonly rng: Rng; readonly width: number; readonly dropout?: number },
): MultiLabelClassifier {
  return new MultiLabelClassifier(networks[modality]({ rng, width, dropout }), faceAttributes.length);
}

/**
 * Trains the classifier that tells the attributes of one modality.
 * @throws {RangeError} if it is not good enough to judge by.
 */
export async function runAttributeClassifier(
  config: AttributeClassifierConfig,
  context: UnitContext,
): Promise<AttributeClassifierResult> {
  const { modality, width, dropout, gate, batchSize, steps } = config;
  const { directory } = context;
  const faces = await openData(config.data);
  const rng = Rng.fromSeed(config.seed).fork(`attribute classifier ${modality}`);
  const classifier = attributeClassifier(modality, { rng: rng.fork('initialisation'), width, dropout });
  try {
    const data = attributeData(faces.train, modality);
    const trained = await trainClassifier(classifier, data, { batchSize, steps, rng: rng.fork('training'), context });
    const averagePrecision = await testPrecisions(classifier, faces.test, modality);
    const meanAveragePrecision = meanOfPresent(averagePrecision, faces.test.attributes);
    if (!(meanAveragePrecision >= gate)) {
      throw new RangeError(
        `The classifier of attributes of '${modality}' has a mean average precision of ${meanAveragePrecision.toFixed(3)} on ` +
          `the test data, but must have ${gate} to judge by. Train it longer, or lower the profile's gate.`,
      );
    }
    const result: AttributeClassifierResult = {
      modality,
      width,
      averagePrecision,
      meanAveragePrecision,
      gate,
      trainSize: faces.train.size,
      testSize: faces.test.size,
      ...trained,
    };
    await writeFileAtomic(path.join(directory, weightsFile), await saveWeights(classifier));
    const bytes = new TextEncoder().encode(`${JSON.stringify(result)}\n`);
    await writeFileAtomic(path.join(directory, classifierFile), bytes);
    return result;
  } finally {
    classifier.dispose();
  }
}

async function testPrecisions(
  classifier: MultiLabelClassifier,
  test: FacesSplit,
  modality: FaceKey,
): Promise<number[]> {
  const items = Uint32Array.from({ length: test.size }, (_, i) => i);
  const data = attributeData(test, modality);
  const scores = await attributeScores(classifier, items, (rows) => {
    const { x, y } = data.get(rows);
    y.dispose();
    return x;
  });
  return [...averagePrecisions(attributesOf(test, items), scores, faceAttributes.length)];
}

/** Mean over the attributes that at least one item has. */
export function meanOfPresent(averagePrecision: readonly number[], attributes: Uint8Array): number {
  const width = averagePrecision.length;
  const present = new Set<number>();
  attributes.forEach((value, i) => {
    if (value) present.add(i % width);
  });
  return mean(averagePrecision.filter((_, attribute) => present.has(attribute)));
}

/**
 * Probabilities of the attributes, row-major `[items, 40]`. The last portion is filled up with repeated items, which are left
 * out again.
 * @param make What is classified, of the items; disposed here.
 */
export async function attributeScores(
  classifier: Pick<MultiLabelClassifier, 'probabilities'>,
  items: Uint32Array,
  make: (items: Uint32Array) => tf.Tensor,
): Promise<Float32Array> {
  const width = faceAttributes.length;
  const scores = new Float32Array(items.length * width);
  const chunk = chunkSize(items.length, largestChunk);
  for (let begin = 0; begin < items.length; begin += chunk) {
    const x = make(Uint32Array.from({ length: chunk }, (_, i) => items[(begin + i) % items.length]!));
    let probabilities: tf.Tensor | undefined;
    try {
      probabilities = classifier.probabilities(x);
      scores.set((await probabilities.data()).subarray(0, scores.length - begin * width), begin * width);
    } finally {
      x.dispose();
      probabilities?.dispose();
    }
  }
  return scores;
}

const known = z.object({ modality: z.enum(['image', 'text']), width: z.number(), meanAveragePrecision: z.number() });

/**
 * The classifier that a unit left in its folder, in evaluation mode. The caller disposes it.
 * @throws {UserError} if it cannot be read, or {RangeError} if it is of the other modality.
 */
export function loadAttributeClassifier(
  modality: FaceKey,
  directory: string,
): { readonly classifier: MultiLabelClassifier; readonly meanAveragePrecision: number } {
  const { modality: found, width, meanAveragePrecision } = readConfig(known, path.join(directory, classifierFile));
  if (found !== modality) {
    throw new RangeError(`Expected a classifier of '${modality}' in ${directory}, found one of '${found}'.`);
  }
  const classifier = attributeClassifier(modality, { rng: Rng.fromSeed(0), width });
  const file = path.join(directory, weightsFile);
  try {
    loadWeights(classifier, readFileSync(file), file);
  } catch (error) {
    classifier.dispose();
    throw error;
  }
  return { classifier, meanAveragePrecision };
}
