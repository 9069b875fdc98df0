import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import {
  adam,
  type BatchSource,
  type EpochResult,
  type FitOptions,
  fit,
  type LogEntry,
  type StepEvent,
  TrainingAborted,
} from '../src/index.js';
import { type ToyBatch, type ToyModel, type ToyOptions, toyData, toyModel } from './toy-model.js';

/** Training data of 22 items. */
export const data = toyData(22);

/** Validation data of 7 items. */
export const validation = toyData(7, 9);

/** Options of three epochs in batches of four. */
export const base = (): FitOptions<ToyBatch> => ({
  epochs: 3,
  batchSize: 4,
  rng: Rng.fromSeed(5),
  optimizer: adam({ learningRate: 0.02 }),
  validation,
  clipNorm: 1,
});

/** Runs a training to its end. */
export async function collect(results: AsyncIterable<EpochResult>): Promise<EpochResult[]> {
  const all: EpochResult[] = [];
  for await (const result of results) all.push(result);
  return all;
}

/** Log entries without the time that they took. */
export const timeless = (entries: readonly LogEntry[]): unknown[] =>
  entries.map((entry) => (entry.kind === 'epoch' ? { ...entry, seconds: 0 } : entry));

/** Runs a model with options, stopping after `stopAfter` steps if given. */
export async function stopped(
  model: ToyModel,
  options: FitOptions<ToyBatch>,
  stopAfter: number,
  source: BatchSource<ToyBatch> = data,
): Promise<TrainingAborted> {
  const controller = new AbortController();
  const onStep = ({ step }: StepEvent): void => {
    if (step === stopAfter) controller.abort();
  };
  const run = collect(fit(model, source, { ...options, onStep, signal: controller.signal }));
  const failure: unknown = await run.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TrainingAborted);
  return failure as TrainingAborted;
}

/** Lends a model to an action, after which no other tensor may be left. */
export async function withModel<T>(action: (model: ToyModel) => Promise<T>, options?: ToyOptions): Promise<T> {
  const model = toyModel(options);
  const before = tf.memory().numTensors;
  try {
    const result = await action(model);
    expect(tf.memory().numTensors).toBe(before);
    return result;
  } finally {
    model.dispose();
  }
}
