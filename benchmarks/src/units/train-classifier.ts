import path from 'node:path';
import type { Rng } from '@polyvae/random';
import { adam, type BatchSource, fit, type Trainable } from '@polyvae/training';
import { fileCheckpoints, fileLog, readLog } from '@polyvae/training/node';
import { stepCompiler } from '../engines/engine.js';
import type { UnitContext } from '../runner/unit-events.js';

/** Steps done, and the time spent in them, interruptions not counted. */
export interface ClassifierTraining {
  readonly steps: number;
  readonly seconds: number;
}

/**
 * Trains a classifier in a unit's folder for at least so many steps; the learning rate falls from 1e-3 to 0. A training that
 * was stopped there continues.
 */
export async function trainClassifier<B>(
  classifier: Trainable<B>,
  train: BatchSource<B>,
  {
    steps,
    rng,
    context,
    ...options
  }: { readonly batchSize: number; readonly steps: number; readonly rng: Rng; readonly context: UnitContext },
): Promise<ClassifierTraining> {
  const { directory, signal, onProgress } = context;
  const log = path.join(directory, 'log.jsonl');
  const batchSize = Math.min(options.batchSize, train.size);
  const epochs = Math.ceil(steps / Math.floor(train.size / batchSize));
  const stepsPerEpoch = Math.ceil(steps / epochs);
  const training = fit(classifier, train, {
    epochs,
    stepsPerEpoch,
    batchSize,
    rng,
    optimizer: adam({ learningRate: (step: number) => 1e-3 * Math.max(0, 1 - step / steps), epsilon: 1e-8 }),
    checkpoints: fileCheckpoints(path.join(directory, 'checkpoints')),
    checkpointEvery: 500,
    log: fileLog(log),
    compile: stepCompiler(),
    signal,
    onStep: ({ step, totalSteps: total, terms }) =>
      onProgress({ done: step, total, note: `accuracy ${Number(terms.accuracy).toFixed(2)}` }),
  });
  for await (const _ of training);
  const taken = readLog(log).filter((entry) => entry.kind === 'epoch');
  return { steps: epochs * stepsPerEpoch, seconds: taken.reduce((sum, { seconds }) => sum + seconds, 0) };
}
