import path from 'node:path';
import { type BackendName, hasRun, startEngine, UserError } from '@polyvae/benchmarks';
import { abortOnSignals, formatSeconds } from '@polyvae/training/node';
import type { Command } from 'commander';
import type { Io } from '../io.js';
import { given } from '../options.js';
import { trainProgress } from '../train-progress.js';
import { readDefinition } from './read-definition.js';
import { hasOwnTraining, trainOwn } from './train-own.js';

/** Options of `polyvae train` that a training of one's own takes. */
interface Arguments {
  readonly config: string;
  readonly out?: string;
  readonly resume: boolean;
  readonly seed: number;
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  readonly backend: BackendName;
  readonly threads?: number;
  readonly json: boolean;
}

const takes = new Set(
  Object.keys({
    config: 0,
    out: 0,
    resume: 0,
    seed: 0,
    epochs: 0,
    stepsPerEpoch: 0,
    batch: 0,
    learningRate: 0,
    backend: 0,
    threads: 0,
    json: 0,
  } satisfies Record<keyof Arguments, 0>),
);

/** @throws {UserError} if an option was given that is about experiments and their data. */
function checkAsked(command: Command, file: string): void {
  for (const option of command.options) {
    const name = option.attributeName();
    if (takes.has(name) || command.getOptionValueSource(name) !== 'cli') continue;
    throw new UserError(
      `${option.long} is for the experiments of the paper; ${file} is a training of your own.`,
      'Leave it out, and say it in the file.',
    );
  }
}

/** @throws {UserError} if the folder holds something else than what is asked for. */
function checkFolder(directory: string, resume: boolean): void {
  if (hasRun(directory)) {
    throw new UserError(`${directory} holds the training of an experiment.`, 'Choose another --out.');
  }
  if (hasOwnTraining(directory) === resume) return;
  throw resume
    ? new UserError(`${directory} holds no training to continue.`, 'Leave out --resume to begin one.')
    : new UserError(`${directory} holds a training already.`, 'Add --resume to continue it, or choose another --out.');
}

/** What `polyvae train --config FILE` does where the file is a module: trains one's own modalities and data. */
export async function trainModule(options: Arguments, command: Command, io: Io): Promise<void> {
  const { config: file, seed, resume } = options;
  checkAsked(command, file);
  const name = path.basename(file).replace(/(\.config)?\.[cm]?[jt]s$/, '');
  const directory = options.out ?? path.join('runs', `${name}-seed-${seed}`);
  checkFolder(directory, resume);
  const definition = await readDefinition(file);
  const engine = await startEngine(options.backend, { threads: options.threads, purpose: 'train' });
  const abort = abortOnSignals((signal) => io.log(`\n${signal}: saving before stopping; once more to stop at once`));
  io.log(`Training ${file} on ${engine.description}; checkpoints and log in ${directory}`);
  const progress = trainProgress(io);
  try {
    const { last, model } = await trainOwn(definition, {
      file,
      directory,
      engine,
      seed,
      ...given({
        epochs: options.epochs,
        stepsPerEpoch: options.stepsPerEpoch,
        batchSize: options.batch,
        learningRate: options.learningRate,
      }),
      signal: abort.signal,
      check: () => checkFolder(directory, resume),
      onProgress: progress.onProgress,
    });
    progress.close();
    const { index, step, terms, validation, best } = last;
    const heldOut = validation ? ` (held out ${Number(validation.loss).toFixed(1)})` : '';
    io.out(
      options.json
        ? JSON.stringify({
            directory,
            backend: engine.name,
            epochs: index + 1,
            steps: step,
            terms,
            validation,
            best,
            model,
          })
        : `${file}: ${step} steps, the last epoch in ${formatSeconds(last.seconds)}, ` +
            `loss ${Number(terms.loss).toFixed(1)}${heldOut}; model in ${model}`,
    );
  } finally {
    progress.close();
    abort.stop();
  }
}
