import path from 'node:path';
import { ArgumentError } from '@polyvae/errors';
import type { JobContext } from '@polyvae/jobs';
import { Rng } from '@polyvae/random';
import { saveWeights, type TermValues } from '@polyvae/training';
import { writeFileAtomic } from '@polyvae/training/node';
import { z } from 'zod';
import { dataSpecSchema } from '../datasets/data-spec.js';
import type { DatasetData } from '../datasets/dataset.js';
import { openData } from '../datasets/open-data.js';
import { releaseEngine } from '../engines/engine.js';
import { judgeFile, judgeNetwork, testJudge } from './compute/judge.js';
import { scoringOf, withArticle } from './compute/scoring.js';
import { trainInFolder } from './compute/train-in-folder.js';
import { weightsFile } from './compute/weights-file.js';
import { confusion, real, size } from './evaluation-result.js';

const share = z.number().nonnegative();

/** Schema of the settings of judges in profiles. */
export const judgeSettings = z.strictObject({
  batchSize: size,
  /** Channels of the first layer, of residual networks; published: 128. */
  width: size.optional(),
  steps: z.record(z.string(), size),
  /** Rate of the dropout layers; the paper's 0.5 needs long training. */
  dropout: share,
  /**
   * Score on the test data that each must have: on the stand-in, on the complete official files, and on a modality whose
   * files have fewer training items than those.
   */
  gates: z.strictObject({
    synthetic: z.record(z.string(), share),
    files: z.record(z.string(), share),
    partialFiles: z.record(z.string(), share).optional(),
  }),
});

/** Schema of its configuration. */
export const configSchema = z.strictObject({
  modality: z.string(),
  data: dataSpecSchema,
  batchSize: size,
  width: size.optional(),
  steps: size,
  dropout: share,
  /** Score on the test data that it must have; below, the job fails. */
  gate: share,
  /** The gate where the files have fewer training items than the official ones. */
  partialGate: share.optional(),
  seed: z.int(),
  /** Engines round differently, so the engine belongs to the result. */
  backend: z.string(),
});

/** Everything that decides what a judge gives, as data. */
export type JudgeConfig = z.infer<typeof configSchema>;

/** Schema of its result. */
export const result = z.strictObject({
  modality: z.string(),
  /** Name of the score. */
  measure: z.string(),
  /** On test data: accuracy, or mean average precision. */
  score: real,
  confusion: confusion.optional(),
  perLabel: z.array(real).readonly().optional(),
  gate: z.number(),
  width: size.optional(),
  trainSize: size,
  testSize: size,
  steps: size,
  /** Time spent in training, interruptions not counted. */
  seconds: z.number(),
});

/** What is known of a judge besides its weights. */
export type JudgeResult = z.infer<typeof result>;

/**
 * Trains the classifier that judges one modality, on the training data of that modality before pairing. The learning rate
 * falls from 1e-3 to 0.
 * @throws {ArgumentError} if it is not good enough to judge by.
 * @see Sutter et al. 2020, Tables 6 to 8
 */
export async function run(config: JudgeConfig, context: JobContext, data: DatasetData): Promise<JudgeResult> {
  const { modality, width, dropout } = config;
  const { directory } = context;
  const opened = await openData(data, config.data);
  const train = opened.train.labelled(modality);
  const { officialSize = 0 } = data.modalities.find(({ key }) => key === modality)!;
  const gate = train.size < officialSize ? (config.partialGate ?? config.gate) : config.gate;
  const scoring = scoringOf(data.target);
  const { measure } = scoring;
  const rng = Rng.fromSeed(config.seed).fork(`${scoring.stream('classifier')} ${modality}`);
  const classifier = scoring.classifier(
    judgeNetwork(data, modality, { rng: rng.fork('initialisation'), width, dropout }),
  );
  const batchSize = Math.min(config.batchSize, train.size);
  const epochs = Math.ceil(config.steps / Math.floor(train.size / batchSize));
  const stepsPerEpoch = Math.ceil(config.steps / epochs);
  try {
    const options = {
      epochs,
      stepsPerEpoch,
      batchSize,
      rng: rng.fork('training'),
      learningRate: (step: number) => 1e-3 * Math.max(0, 1 - step / config.steps),
      note: ({ accuracy }: TermValues) => `accuracy ${Number(accuracy).toFixed(2)}`,
    };
    const { seconds } = await trainInFolder(classifier, train, options, context);
    const tested = await testJudge(classifier, data, opened.test.labelled(modality));
    // Not `<`, so that NaN fails.
    if (!(tested.score >= gate)) {
      throw new ArgumentError(
        `The judge of '${modality}' has ${withArticle(measure)} of ${tested.score.toFixed(3)} on the test data, but must have ` +
          `${gate} to judge by. Train it longer, or lower the profile's gate.`,
      );
    }
    const judged: JudgeResult = {
      modality,
      measure,
      ...tested,
      gate,
      ...(width !== undefined && { width }),
      trainSize: train.size,
      steps: epochs * stepsPerEpoch,
      seconds,
    };
    await writeFileAtomic(path.join(directory, weightsFile), await saveWeights(classifier));
    await writeFileAtomic(path.join(directory, judgeFile), new TextEncoder().encode(`${JSON.stringify(judged)}\n`));
    return judged;
  } finally {
    classifier.dispose();
    // Graphs of the test on real data.
    releaseEngine();
  }
}
