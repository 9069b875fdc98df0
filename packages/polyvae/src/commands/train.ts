import path from 'node:path';
import {
  adjustedSchedule,
  dataSpec,
  type Experiment,
  experimentSchema,
  findDataset,
  findExperiment,
  findProfile,
  holdsTraining,
  type RecipeName,
  readConfig,
  requireTrainingFits,
  requireWholeLog,
  scheduleOf,
  startEngine,
  type TrainConfig,
  type TrainingSchedule,
  trainedExperiment,
} from '@polyvae/benchmarks';
import { abortOnSignals, formatSeconds } from '@polyvae/training/node';
import { Command } from 'commander';
import type { Io } from '../io.js';
import { openWithProgress } from '../open-with-progress.js';
import {
  type DataArguments,
  dataSource,
  type EngineArguments,
  given,
  integer,
  positive,
  recipeOption,
  withData,
  withEngine,
  withJson,
} from '../options.js';
import { isModule } from '../own/read-definition.js';
import { trainModule } from '../own/train-module.js';
import { refuseOwnTraining } from '../own/train-own.js';
import { checkFolder, trainAlone } from '../train-alone.js';
import { trainProgress } from '../train-progress.js';

interface Arguments extends DataArguments, EngineArguments {
  readonly model: string;
  readonly config?: string;
  readonly profile: string;
  readonly recipe?: RecipeName;
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

/** Settings of an experiment in a file that change it; unknown keys are errors. */
function changesIn(file: string, { dataset }: Experiment): Partial<Experiment> {
  const modalities = findDataset(dataset).data.modalities.map(({ key }) => key);
  return readConfig(experimentSchema(dataset, modalities).omit({ dataset: true }).partial(), file);
}

/** The experiment, and the part of its schedule that was asked for: by the options, else by the file. */
function experimentOf(options: Arguments): { experiment: Experiment; asked: Partial<TrainingSchedule> } {
  const { model, config, beta, stepsPerEpoch } = options;
  const found = findExperiment(model);
  const base = trainedExperiment(found, findProfile(options.profile, options.recipe), findDataset(found.dataset));
  const changes = config ? changesIn(config, base) : {};
  return {
    experiment: { ...base, ...changes, ...given({ beta }) },
    asked: given({
      epochs: options.epochs ?? changes.epochs,
      stepsPerEpoch,
      batchSize: options.batch ?? changes.batchSize,
      learningRate: options.learningRate ?? changes.learningRate,
    }),
  };
}

/** `polyvae train`: train one model in a folder. */
export function trainCommand(io: Io): Command {
  const command = new Command('train')
    .description('Train one model. Checkpoints, log and weights go to a folder; Ctrl-C saves first.')
    .option('--model <name>', 'experiment, e.g. mmjsd or mvae-ms', 'mmjsd')
    .option(
      '--config <file>',
      'a module (.ts, .js) that trains your own modalities and data, or JSON with settings of the experiment to change, e.g. {"beta": 2.5, "epochs": 3}; options win over both',
    )
    .option('--profile <name>', 'whose schedule and sizes: smoke, quick, standard or paper', 'quick')
    .addOption(recipeOption())
    .option('--out <dir>', 'folder of this training (default: runs/MODEL-seed-SEED)')
    .option('--resume', 'continue the training that was begun in the folder, or make it longer (--epochs)', false)
    .option('--seed <n>', 'seed of weights, order and noise', integer(0), 1)
    .option('--epochs <n>', "instead of the profile's", integer(1))
    .option('--steps-per-epoch <n>', "instead of the profile's", integer(1))
    .option('--batch <n>', "batch size instead of the profile's", integer(1))
    .option('--learning-rate <x>', "instead of the experiment's", positive)
    .option('--beta <x>', "weight of the divergence instead of the experiment's", positive)
    .addHelpText(
      'after',
      `
A training that ended before its first checkpoint, as one whose loss is not finite, leaves the folder free for another.
With --recipe paper a training can be made longer: --resume with more --epochs.

Examples:
  polyvae train --model mmjsd --out runs/mmjsd
  polyvae train --model mvae-ms --data DIR --profile standard
  polyvae train --model mmjsd --out runs/mmjsd --resume
  polyvae train --model celeba-mmjsd --data DIR
  polyvae train --config my.config.ts            your own modalities: see defineTraining of polyvae`,
    );
  return withJson(withEngine(withData(command))).action(async (options: Arguments, self: Command) => {
    const { seed, config: file } = options;
    if (file !== undefined && isModule(file)) return trainModule({ ...options, config: file }, self, io);
    const profile = findProfile(options.profile, options.recipe);
    const { experiment, asked } = experimentOf(options);
    const directory = options.out ?? path.join('runs', `${experiment.id}-seed-${seed}`);
    refuseOwnTraining(directory);
    const { resume } = options;
    checkFolder(directory, resume);
    if (holdsTraining(directory)) await requireWholeLog(directory);
    const engine = await startEngine(options.backend, { threads: options.threads, purpose: 'train' });
    const dataset = findDataset(experiment.dataset);
    const settings = dataset.settings[profile.name];
    const data = await dataSpec(dataset, profile, dataSource(options));
    const { train: items } = await openWithProgress(data, io);
    const trainSize = items.size;
    const config: TrainConfig = {
      experiment,
      schedule: adjustedSchedule(scheduleOf(experiment, settings, profile), { asked, trainSize }),
      data,
      heldOutSize: settings.heldOutSize,
      seed,
      backend: engine.name,
    };
    requireTrainingFits(experiment, dataset.data, { train: items, batchSize: config.schedule.batchSize });
    const abort = abortOnSignals((name) => io.log(`\n${name}: saving before stopping; once more to stop at once`));
    io.log(`Training ${experiment.title} on ${engine.description}; checkpoints and log in ${directory}`);
    const progress = trainProgress(io);
    try {
      const { signal } = abort;
      const result = await trainAlone(directory, config, {
        resume,
        signal,
        environment: engine.description,
        onProgress: progress.onProgress,
        onDamaged: (reason) => io.log(`${directory}: ${reason}; writing it again`),
      });
      progress.close();
      const { training, heldOut } = result.curve.at(-1)!;
      io.out(
        options.json
          ? JSON.stringify({ directory, experiment: experiment.id, backend: engine.name, ...result })
          : `${experiment.title}: ${result.steps} steps of ${result.batchSize} in ${formatSeconds(result.seconds)}, ` +
              `loss ${training.loss!.toFixed(1)}${heldOut ? ` (held out ${heldOut.loss!.toFixed(1)})` : ''}; ` +
              `weights in ${directory}`,
      );
    } finally {
      progress.close();
      abort.stop();
    }
  });
}
