import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileError, type JobContext } from '@polyvae/jobs';
import type { MultimodalVae } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { loadWeights } from '@polyvae/training';
import type { DatasetData, OpenedData } from '../../datasets/dataset.js';
import { openData } from '../../datasets/open-data.js';
import { UserError } from '../../input/user-error.js';
import type { Experiment } from '../../paper/experiment.js';
import type { TrainConfig } from '../training.js';
import { buildModel } from './build-model.js';
import { weightsFile } from './weights-file.js';

/** A model or classifier whose weights can be loaded. */
type Loadable = Parameters<typeof loadWeights>[0] & { dispose(): void };

/**
 * Puts the weights of a file into a model; disposes it if they do not fit.
 * @throws {UserError} if there is no such file, {JobsError} if it cannot be read.
 * @throws {CheckpointError} if the weights are of another model.
 */
export function withWeights<M extends Loadable>(model: M, file: string): M {
  try {
    loadWeights(model, readFileSync(file), file);
    return model;
  } catch (error) {
    model.dispose();
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code !== 'ENOENT') throw fileError('Cannot read the weights', file, error);
    throw new UserError(
      `There are no weights at ${file}.`,
      'Has the training ended? polyvae train --resume continues one that was stopped.',
    );
  }
}

/**
 * The trained model of an experiment. The caller disposes it.
 * @param place A training's folder, or a file of weights.
 * @throws {UserError} if there are no weights (the training has not ended), {JobsError} if they cannot be read.
 * @throws {CheckpointError} if the weights are of another model.
 */
export function loadTrainedModel(experiment: Experiment, data: DatasetData, place: string): MultimodalVae<string> {
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory();
  const file = isFolder ? path.join(place, weightsFile) : place;
  return withWeights(buildModel(experiment, data, Rng.fromSeed(0)), file);
}

/** Evaluates a trained model on its data; the first job that the evaluation needs is the training. */
export async function withModel<T>(
  { train }: { readonly train: TrainConfig },
  { needs }: JobContext,
  data: DatasetData,
  use: (model: MultimodalVae<string>, opened: OpenedData) => Promise<T>,
): Promise<T> {
  const opened = await openData(data, train.data);
  const model = loadTrainedModel(train.experiment, data, needs[0]!);
  try {
    return await use(model, opened);
  } finally {
    model.dispose();
  }
}
