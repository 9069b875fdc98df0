import path from 'node:path';
import { Rng } from '@polyvae/random';
import { adam, type BatchSource, fit, saveWeights, type Trainable } from '@polyvae/training';
import { fileCheckpoints, fileLog, readLog, writeFileAtomic } from '@polyvae/training/node';
import type { DataSpec, DigitsData, FacesData } from '../data/data-spec.js';
import { openData } from '../data/open-data.js';
import { stepCompiler } from '../engines/engine.js';
import type { DigitsExperiment, Experiment, FacesExperiment } from '../experiment.js';
import { claimRun } from '../run-directory.js';
import type { UnitContext } from '../runner/unit-events.js';
import { type Schedule, totalSteps } from '../schedule.js';
import { buildModel } from './build-model.js';
import type { EvaluationResult } from './evaluation-result.js';
import { flattenTerms } from './flatten-terms.js';

/** Everything that decides what a training on one data set gives, as data. */
export interface TrainConfigOf<E extends Experiment, D extends DataSpec> {
  readonly experiment: E;
  readonly schedule: Schedule;
  readonly data: D;
  /** Test items whose loss is followed; nothing is chosen by it. */
  readonly validationSize: number;
  readonly seed: number;
  /** Engines round differently, so the engine belongs to the result. */
  readonly backend: string;
}

/** A training on MNIST-SVHN-Text. */
export type DigitsTrainConfig = TrainConfigOf<DigitsExperiment, DigitsData>;

/** A training on CelebA. */
export type FacesTrainConfig = TrainConfigOf<FacesExperiment, FacesData>;

/** Everything that decides what a training gives, as data. */
export type TrainConfig = DigitsTrainConfig | FacesTrainConfig;

/** True for a training on CelebA. */
export function isFacesTraining(config: TrainConfig): config is FacesTrainConfig {
  return config.experiment.dataset === 'celeba';
}

/** One point of the learning curves. */
export interface CurvePoint {
  readonly step: number;
  /** Means over the epoch, by term. */
  readonly training: Readonly<Record<string, number>>;
  /** Means over the held-out items. */
  readonly heldOut?: Readonly<Record<string, number>>;
}

/** What a training leaves besides the weights. `values`: `epochs`, `seconds` of training, `millisecondsPerStep`. */
export interface TrainResult extends EvaluationResult {
  readonly epochs: number;
  readonly steps: number;
  readonly batchSize: number;
  /** Time spent in training, interruptions not counted. */
  readonly seconds: number;
  readonly parameters: number;
  readonly curve: readonly CurvePoint[];
  /** Training items. */
  readonly trainSize: number;
  /** What the data are made of. */
  readonly data: string;
}

/** Name of the weights' file in a training's folder. */
export const weightsFile = 'weights.safetensors';

function head<B>(data: BatchSource<B>, size: number): BatchSource<B> {
  return { size: Math.min(size, data.size), get: (indices) => data.get(indices) };
}

function readCurve(file: string): { curve: CurvePoint[]; seconds: number } {
  const epochs = readLog(file).filter((entry) => entry.kind === 'epoch');
  return {
    curve: epochs.map(({ step, terms, validation }) => ({
      step,
      training: flattenTerms(terms),
      ...(validation && { heldOut: flattenTerms(validation) }),
    })),
    seconds: epochs.reduce((sum, entry) => sum + entry.seconds, 0),
  };
}

/**
 * Trains a model in a folder: checkpoints, log and weights go there, and a training that was stopped there continues.
 * @throws if training stops early; what was reached is saved.
 */
export async function runTrain(config: TrainConfig, context: UnitContext): Promise<TrainResult> {
  const initialisation = Rng.fromSeed(config.seed).fork('initialisation');
  if (isFacesTraining(config)) {
    const data = await openData(config.data);
    return trainOn(buildModel(config.experiment, initialisation), data, config, context);
  }
  const data = await openData(config.data);
  return trainOn(buildModel(config.experiment, initialisation), data, config, context);
}

/** Trains, and disposes the model. */
async function trainOn<B>(
  model: Trainable<B> & { dispose(): void },
  data: { readonly train: BatchSource<B>; readonly test: BatchSource<B>; readonly description: string },
  config: TrainConfig,
  context: UnitContext,
): Promise<TrainResult> {
  const { schedule, seed, validationSize } = config;
  const { directory, signal, onProgress } = context;
  const log = path.join(directory, 'log.jsonl');
  try {
    // Checks its arguments and touches nothing until iterated: what it refuses leaves no folder behind.
    const training = fit(model, data.train, {
      epochs: schedule.epochs,
      stepsPerEpoch: schedule.stepsPerEpoch,
      batchSize: schedule.batchSize,
      rng: Rng.fromSeed(seed).fork('training'),
      optimizer: adam({ learningRate: schedule.learningRate, epsilon: 1e-8 }),
      compile: stepCompiler(),
      validation: validationSize > 0 ? head(data.test, validationSize) : undefined,
      checkpoints: fileCheckpoints(path.join(directory, 'checkpoints')),
      checkpointEvery: 500,
      log: fileLog(log),
      signal,
      onStep: ({ step, totalSteps: total, terms }) =>
        onProgress({ done: step, total, note: `loss ${Number(terms.loss).toPrecision(5)}` }),
    });
    await claimRun(directory, config);
    for await (const _ of training);
    await writeFileAtomic(path.join(directory, weightsFile), await saveWeights(model));
    const parameters = Object.values(model.variables).reduce((sum, variable) => sum + variable.size, 0);
    const { curve, seconds } = readCurve(log);
    const { epochs } = schedule;
    const steps = totalSteps(schedule, data.train.size);
    return {
      values: { default: { epochs, seconds, millisecondsPerStep: (1000 * seconds) / steps } },
      notes: [],
      epochs,
      seconds,
      curve,
      steps,
      batchSize: schedule.batchSize,
      parameters,
      trainSize: data.train.size,
      data: data.description,
    };
  } finally {
    model.dispose();
  }
}
