import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MultimodalVae } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { loadWeights } from '@polyvae/training';
import type { Experiment } from '../experiment.js';
import { fileError } from '../file-error.js';
import { UserError } from '../user-error.js';
import { buildModel, type DigitKey } from './build-model.js';
import { weightsFile } from './train.js';

/**
 * The trained model of a training's folder, or with the weights of any one file. The caller disposes it.
 * @throws {UserError} if the training has not ended, so that there are no weights, or they cannot be read.
 * @throws {CheckpointError} if the weights are of another model.
 */
export function loadModel(
  experiment: Experiment,
  directory: string,
  file: string = path.join(directory, weightsFile),
): MultimodalVae<DigitKey> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileError('Cannot read the weights', file, error);
    throw new UserError(
      `There are no weights at ${file}.`,
      'Has the training ended? polyvae train --resume continues one that was stopped.',
    );
  }
  const model = buildModel(experiment, Rng.fromSeed(0));
  try {
    loadWeights(model, bytes, file);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}
