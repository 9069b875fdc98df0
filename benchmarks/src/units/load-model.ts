import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MultimodalVae } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { loadWeights } from '@polyvae/training';
import type { DigitKey, DigitsExperiment, Experiment, FaceKey, FacesExperiment } from '../experiment.js';
import { fileError } from '../file-error.js';
import { UserError } from '../user-error.js';
import { buildModel } from './build-model.js';
import { weightsFile } from './train.js';

function readWeights(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileError('Cannot read the weights', file, error);
    throw new UserError(
      `There are no weights at ${file}.`,
      'Has the training ended? polyvae train --resume continues one that was stopped.',
    );
  }
}

/** Puts weights into a model; disposes it if they do not fit. */
function withWeights<M extends Parameters<typeof loadWeights>[0] & { dispose(): void }>(
  model: M,
  bytes: Uint8Array,
  file: string,
): M {
  try {
    loadWeights(model, bytes, file);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/**
 * The trained model of a training's folder, or with the weights of any one file. The caller disposes it.
 * @throws {UserError} if the training has not ended, so that there are no weights, or they cannot be read.
 * @throws {CheckpointError} if the weights are of another model.
 */
export function loadModel(experiment: DigitsExperiment, directory: string, file?: string): MultimodalVae<DigitKey>;
export function loadModel(experiment: FacesExperiment, directory: string, file?: string): MultimodalVae<FaceKey>;
export function loadModel(
  experiment: Experiment,
  directory: string,
  file: string = path.join(directory, weightsFile),
): MultimodalVae<DigitKey> | MultimodalVae<FaceKey> {
  const bytes = readWeights(file);
  const rng = Rng.fromSeed(0);
  return experiment.dataset === 'celeba'
    ? withWeights(buildModel(experiment, rng), bytes, file)
    : withWeights(buildModel(experiment, rng), bytes, file);
}
