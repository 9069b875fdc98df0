import path from 'node:path';
import { abortOnSignals, formatSeconds } from '@polyvae/training/node';
import { Command } from 'commander';
import { openData } from '../../data/open-data.js';
import { startEngine } from '../../engines/engine.js';
import { type Experiment, experimentChangesSchema } from '../../experiment.js';
import { findExperiment } from '../../experiments/registry.js';
import { readConfig } from '../../parse-config.js';
import { findProfile } from '../../profiles/registry.js';
import { hasRun } from '../../run-directory.js';
import { adjustedSchedule, type Schedule, sizedExperiment } from '../../schedule.js';
import { runTrain, type TrainConfig } from '../../units/train.js';
import { UserError } from '../../user-error.js';
import {
  type DataArguments,
  type EngineArguments,
  resolveData,
  withData,
  withEngine,
  withJson,
} from '../common-options.js';
import { decodingProgress } from '../decoding-progress.js';
import type { Io } from '../io.js';
import { integer, positive } from '../number-options.js';
import { trainProgress } from '../train-progress.js';

interface Arguments extends DataArguments, EngineArguments {
  readonly model: string;
  readonly config?: string;
  readonly profile: string;
  readonly out?: string;
  readonly resume: boolean;
  readonly seed: number;
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  readonly beta?: number;
  readonly json: boolean;
}

/** The experiment, and the part of its schedule that was asked for: by the options, else by the file. */
function experimentOf(options: Arguments): { experiment: Experiment; asked: Partial<Schedule> } {
  const { model, config, beta, stepsPerEpoch } = options;
  const base = sizedExperiment(findExperiment(model), findProfile(options.profile));
  const changes = config ? readConfig(experimentChangesSchema(base.dataset), config) : {};
  const epochs = options.epochs ?? changes.epochs;
  const batchSize = options.batch ?? changes.batchSize;
  const learningRate = options.learningRate ?? changes.learningRate;
  return {
    experiment: { ...base, ...changes, ...(beta !== undefined && { beta }) } as Experiment,
    asked: {
      ...(epochs !== undefined && { epochs }),
      ...(stepsPerEpoch !== undefined && { stepsPerEpoch }),
      ...(batchSize !== undefined && { batchSize }),
      ...(learningRate !== undefined && { learningRate }),
    },
  };
}

/** `polyvae train`: train one model in a folder. */
export function trainCommand(io: Io): Command {
  const command = new Command('train')
    .description('Train one model. Checkpoints, log and weights go to a folder; Ctrl-C saves first.')
    .option('--model <name>', 'experiment, e.g. mmjsd or mvae-ms', 'mmjsd')
    .option(
      '--config <file>',
      'JSON with settings of the experiment to change, e.g. {"beta": 2.5, "epochs": 3}; options win over it',
    )
    .option('--profile <name>', 'whose schedule and sizes: smoke, quick, standard or paper', 'quick')
    .option('--out <dir>', 'folder of this training (default: runs/MODEL-seed-SEED)')
    .option('--resume', 'continue the training that was begun in the folder', false)
    .option('--seed <n>', 'seed of weights, order and noise', integer(0), 1)
    .option('--epochs <n>', "instead of the profile's", integer(1))
    .option('--steps-per-epoch <n>', "instead of the profile's", integer(1))
    .option('--batch <n>', "batch size instead of the profile's", integer(1))
    .option('--learning-rate <x>', "instead of the experiment's", positive)
    .option('--beta <x>', "weight of the divergence instead of the experiment's", positive)
    .addHelpText(
      'after',
      `
Examples:
  polyvae train --model mmjsd --out runs/mmjsd
  polyvae train --model mvae-ms --data DIR --profile standard
  polyvae train --model mmjsd --out runs/mmjsd --resume
  polyvae train --model celeba-mmjsd --data DIR`,
    );
  return withJson(withEngine(withData(command))).action(async (options: Arguments) => {
    const { seed } = options;
    const profile = findProfile(options.profile);
    const { experiment, asked } = experimentOf(options);
    const directory = options.out ?? path.join('runs', `${experiment.id}-seed-${seed}`);
    if (hasRun(directory) && !options.resume) {
      throw new UserError(
        `${directory} holds a training already.`,
        'Add --resume to continue it, or choose another --out.',
      );
    }
    if (!hasRun(directory) && options.resume) {
      throw new UserError(`${directory} holds no training to continue.`, 'Leave out --resume to begin one.');
    }
    const engine = await startEngine(options.backend, { threads: options.threads, purpose: 'train' });
    const data = await resolveData(options, profile, experiment.dataset);
    const trainSize = (await openData(data, { onProgress: decodingProgress(io) })).train.size;
    const config = {
      experiment,
      schedule: adjustedSchedule(experiment, profile, { asked, trainSize }),
      data,
      validationSize: experiment.dataset === 'celeba' ? profile.faces.validationSize : profile.validationSize,
      seed,
      backend: engine.name,
    } as TrainConfig;
    io.log(`Training ${experiment.title} on ${engine.description}; checkpoints and log in ${directory}`);
    const abort = abortOnSignals((name) => io.log(`\n${name}: saving before stopping; once more to stop at once`));
    const progress = trainProgress(io);
    try {
      const { signal } = abort;
      const result = await runTrain(config, { directory, needs: [], signal, onProgress: progress.onProgress });
      const last = result.curve.at(-1)!;
      if (options.json)
        io.out(JSON.stringify({ directory, experiment: experiment.id, backend: engine.name, ...result }));
      else {
        io.out(
          `${experiment.title}: ${result.steps} steps of ${result.batchSize} in ${formatSeconds(result.seconds)}, ` +
            `loss ${last.training.loss!.toFixed(1)}${last.heldOut ? ` (held out ${last.heldOut.loss!.toFixed(1)})` : ''}; ` +
            `weights in ${directory}`,
        );
      }
    } finally {
      progress.close();
      abort.stop();
    }
  });
}
