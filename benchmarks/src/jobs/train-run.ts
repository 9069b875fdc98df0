import path from 'node:path';
import type { JobContext } from '@polyvae/jobs';
import { Rng } from '@polyvae/random';
import { type BatchSource, saveWeights, type TermValues } from '@polyvae/training';
import { writeFileAtomic } from '@polyvae/training/node';
import { z } from 'zod';
import type { DatasetData } from '../datasets/dataset.js';
import { openData } from '../datasets/open-data.js';
import { buildModel } from './compute/build-model.js';
import { incomplete } from './compute/incomplete.js';
import { trainInFolder } from './compute/train-in-folder.js';
import { weightsFile } from './compute/weights-file.js';
import { evaluationShape, real, size } from './evaluation-result.js';
import { rateOf, totalSteps } from './schedule.js';
import type { TrainConfig } from './training.js';

const terms = z.record(z.string(), real);

/** Schema of its result. */
export const result = z.strictObject({
  ...evaluationShape,
  epochs: size,
  steps: size,
  batchSize: size,
  /** Time spent in training, interruptions not counted. */
  seconds: z.number(),
  /** Number of trained weights. */
  parameters: size,
  /** Learning curves: means over each epoch by term, and over the held-out items. */
  curve: z.array(z.strictObject({ step: z.int(), training: terms, heldOut: terms.optional() })).readonly(),
  /** Training items. */
  trainSize: size,
  /** What the data are made of. */
  data: z.string(),
});

/** What a training leaves besides the weights. `values`: `epochs`, `seconds` of training, `millisecondsPerStep`. */
export type TrainResult = z.infer<typeof result>;

function head<B>(data: BatchSource<B>, size: number): BatchSource<B> {
  return { size: Math.min(size, data.size), get: (indices) => data.get(indices) };
}

/** Terms with dotted names: `{ reconstruction: { mnist: 1 } }` is `{ 'reconstruction.mnist': 1 }`. */
function flat(terms: TermValues, prefix = ''): Record<string, number> {
  const entries = Object.entries(terms).flatMap(([key, value]) =>
    typeof value === 'number' ? [[prefix + key, value] as const] : Object.entries(flat(value, `${prefix}${key}.`)),
  );
  return Object.fromEntries(entries);
}

/** Trains a model in a folder: checkpoints, log and weights go there, and a training that was stopped there continues. */
export async function run(
  { experiment, schedule, seed, heldOutSize, data: spec }: TrainConfig,
  context: JobContext,
  data: DatasetData,
  begin: () => Promise<void>,
): Promise<TrainResult> {
  const opened = await openData(data, spec);
  const model = buildModel(experiment, data, Rng.fromSeed(seed).fork('initialisation'), schedule.epochs);
  try {
    const steps = totalSteps(schedule, opened.train.size);
    const options = {
      ...schedule,
      learningRate: rateOf(experiment, schedule, steps),
      ...(experiment.moments && { moments: experiment.moments }),
      rng: Rng.fromSeed(seed).fork('training'),
      validation: heldOutSize > 0 ? head(opened.test, heldOutSize) : undefined,
      note: ({ loss }: TermValues) => `loss ${Number(loss).toPrecision(5)}`,
      begin,
    };
    const { incomplete: share = 0 } = experiment;
    const data =
      share > 0
        ? incomplete(opened.train, { share, modalities: model.keys, rng: Rng.fromSeed(seed).fork('incomplete') })
        : opened.train;
    const trained = await trainInFolder(model, data, options, context);
    await writeFileAtomic(path.join(context.directory, weightsFile), await saveWeights(model));
    const { seconds } = trained;
    const { epochs, batchSize } = schedule;
    const trainSize = opened.train.size;
    return {
      values: { default: { epochs, seconds, millisecondsPerStep: (1000 * seconds) / steps } },
      notes: [],
      epochs,
      seconds,
      curve: trained.epochs.map(({ step, terms, validation }) => ({
        step,
        training: flat(terms),
        ...(validation && { heldOut: flat(validation) }),
      })),
      steps,
      batchSize,
      parameters: Object.values(model.variables).reduce((sum, variable) => sum + variable.size, 0),
      trainSize,
      data: opened.description,
    };
  } finally {
    model.dispose();
  }
}
