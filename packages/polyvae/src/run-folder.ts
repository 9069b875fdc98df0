import { statSync } from 'node:fs';
import {
  dataSpec,
  findDataset,
  findExperiment,
  findProfile,
  readRun,
  type TrainConfig,
  UserError,
  weightsFile,
} from '@polyvae/benchmarks';
import { type JobContext, requireSound } from '@polyvae/jobs';
import type { Command } from 'commander';
import { type EngineArguments, fileOptions, withEngine, withFileOptions, withJson } from './options.js';
import { refuseOwnTraining } from './own/train-own.js';

/** Options that name a trained model and data to run it on. */
export interface RunArguments extends EngineArguments {
  readonly run: string;
  readonly model?: string;
  readonly weights?: string;
  readonly data?: string;
  readonly json: boolean;
}

/** Adds the options that name a trained model. */
export function withRun(command: Command): Command {
  command
    .requiredOption('--run <dir>', 'folder that polyvae train wrote')
    .option('--model <name>', "build this experiment's model instead of the folder's")
    .option('--weights <file>', "these weights (safetensors) instead of the folder's")
    .option(
      '--data <source>',
      "'synthetic' (as much as in the profile quick) or a folder, instead of the data of the training",
    );
  return withJson(withEngine(withFileOptions(command)));
}

/** Configuration that the options ask for: the training's configuration with the model and data that were asked for instead. */
export async function resolveRun({ run, model, data, ...options }: RunArguments): Promise<TrainConfig> {
  refuseOwnTraining(run);
  const config = readRun(run);
  const experiment = model === undefined ? config.experiment : findExperiment(model);
  if (experiment.dataset !== config.experiment.dataset) {
    throw new UserError(
      `--model: ${experiment.title} is a model of another data set than the training in ${run}.`,
      `Choose one of ${config.experiment.dataset}.`,
    );
  }
  const own = fileOptions(options);
  if (data === undefined) {
    if (Object.keys(own).length === 0) return { ...config, experiment };
    const flags = Object.keys(own).map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    throw new UserError(
      `${flags.join(', ')}: how to read the folder of --data, which is not given.`,
      'Add --data DIR, or leave it out.',
    );
  }
  // Of files all; there is no such thing as all synthetic data.
  const profile = findProfile(data === 'synthetic' ? 'quick' : 'paper');
  const spec = await dataSpec(findDataset(experiment.dataset), profile, { source: data, own });
  return { ...config, experiment, data: spec };
}

/**
 * The context of a job that is done on a trained model outside of a run.
 * @throws {UserError} if `--weights` names a folder, {JobsError} if the folder's weights are not what was written.
 */
export function contextOf({ run, weights }: RunArguments): JobContext {
  if (weights !== undefined && statSync(weights, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`Cannot read the weights ${weights}: it is a folder, not a file.`, 'Give the name of a file.');
  }
  if (weights === undefined) requireSound(run, [weightsFile]);
  return { directory: run, needs: [weights ?? run], signal: new AbortController().signal, onProgress: () => {} };
}
