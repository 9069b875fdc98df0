import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Engine, releaseEngine, stepCompiler, UserError } from '@polyvae/benchmarks';
import { makeFolder } from '@polyvae/jobs';
import { modelConfig } from '@polyvae/models';
import { saveModel } from '@polyvae/models/node';
import { Rng } from '@polyvae/random';
import { adam, type EpochResult, fit } from '@polyvae/training';
import { fileCheckpoints, fileLog, writeFileAtomic } from '@polyvae/training/node';
import { alone } from '../alone.js';
import type { TrainingDefinition } from './define-training.js';

/** What the command line says of a training of one's own; each number in place of the definition's. */
export interface OwnTraining {
  readonly file: string;
  readonly directory: string;
  readonly engine: Engine;
  readonly seed: number;
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly signal: AbortSignal;
  /** Refuses a folder that holds something else than what is asked for. */
  check(): void;
  onProgress(progress: { readonly done: number; readonly total: number; readonly note: string }): void;
}

/** What was trained. */
export interface OwnResult {
  /** The last epoch; of a continued training that had ended, the last one that was done. */
  readonly last: EpochResult;
  /** Folder of the saved model. */
  readonly model: string;
}

const noteName = 'training.json';

/**
 * True if a training of one's own in the folder has got as far as its first checkpoint. One that has not has nothing that could be
 * lost.
 */
export function hasOwnTraining(directory: string): boolean {
  const checkpoints = path.join(directory, 'checkpoints');
  const kept = existsSync(checkpoints) ? readdirSync(checkpoints) : [];
  const hasAny = kept.length > 0 || existsSync(path.join(directory, 'model'));
  return existsSync(path.join(directory, noteName)) && hasAny;
}

/** @throws {UserError} if a folder that should hold the training of an experiment holds one of one's own. */
export function refuseOwnTraining(directory: string): void {
  if (!hasOwnTraining(directory)) return;
  throw new UserError(
    `${directory} holds a training of your own modalities, none of an experiment.`,
    `Its model is in ${path.join(directory, 'model')}: loadModel of @polyvae/models/node reads it.`,
  );
}

/** What decides the training besides its module. */
function noteOf({ seed, engine, file }: OwnTraining): Readonly<Record<string, string | number>> {
  return { format: 1, seed, backend: engine.name, config: path.basename(file) };
}

/** @throws {UserError} if the module gives no number of epochs or of items in a batch, and neither does the command line. */
function checkCounts(definition: TrainingDefinition, { file, epochs, batchSize }: OwnTraining): void {
  for (const [name, value] of Object.entries({
    epochs: epochs ?? definition.epochs,
    batchSize: batchSize ?? definition.batchSize,
  })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new UserError(
      `${file}: ${name}: expected an integer of at least 1, found ${String(value)}.`,
      'Give it in defineTraining.',
    );
  }
}

/** @throws {UserError} if a training with another seed or engine was begun in the folder. */
function checkNote(own: OwnTraining): void {
  const file = path.join(own.directory, noteName);
  if (!hasOwnTraining(own.directory)) return;
  let there: Record<string, unknown>;
  try {
    there = { ...(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown> | null) };
  } catch (error) {
    throw new UserError(`${file} is damaged: ${(error as Error).message}`, 'Choose another --out.');
  }
  const { config: _, ...asked } = noteOf(own);
  for (const [key, value] of Object.entries(asked)) {
    if (there[key] === value) continue;
    throw new UserError(
      `${own.directory} holds another training: ${key} is ${String(there[key])} there, ${value} asked.`,
      'Choose another --out, or resume with what it was begun with.',
    );
  }
}

async function writeNote(own: OwnTraining): Promise<void> {
  makeFolder(own.directory);
  const text = `${JSON.stringify(noteOf(own), undefined, 2)}\n`;
  await writeFileAtomic(path.join(own.directory, noteName), new TextEncoder().encode(text));
}

/**
 * Trains one's own model in a folder: `checkpoints`, `log.jsonl`, and in the end `model`, which `loadModel` reads. A training that was
 * stopped there continues.
 * @throws {ConfigurationError} before training, if the model cannot be saved with its description.
 */
export async function trainOwn(definition: TrainingDefinition, own: OwnTraining): Promise<OwnResult> {
  const { model: build, data: open, validation, description, ...options } = definition;
  const { directory, seed } = own;
  const rng = Rng.fromSeed(seed);
  if (own.learningRate !== undefined && options.optimizer !== undefined) {
    throw new UserError(
      `--learning-rate: ${own.file} gives an optimizer of its own.`,
      'Change the rate there, or leave the option out.',
    );
  }
  checkCounts(definition, own);
  checkNote(own);
  const data = await open({ rng: rng.fork('data') });
  const heldOut = await validation?.({ rng: rng.fork('validation') });
  const model = await build({ rng: rng.fork('initialisation') });
  if (typeof (model as Partial<typeof model> | undefined)?.loss !== 'function') {
    throw new UserError(
      `${own.file}: model: expected a model such as mmjsd({ … }), found ${typeof model}.`,
      'Return it from the function.',
    );
  }
  try {
    // Refused now rather than when the training is over.
    modelConfig(model);
    return await alone(directory, own, async ({ signal, onProgress }) => {
      // Another process may have trained there since the command began.
      own.check();
      checkNote(own);
      const run = fit(model, data, {
        ...options,
        ...(own.epochs !== undefined && { epochs: own.epochs }),
        ...(own.stepsPerEpoch !== undefined && { stepsPerEpoch: own.stepsPerEpoch }),
        ...(own.batchSize !== undefined && { batchSize: own.batchSize }),
        ...(own.learningRate !== undefined && { optimizer: adam({ learningRate: own.learningRate, epsilon: 1e-8 }) }),
        ...(heldOut && { validation: heldOut }),
        rng: rng.fork('training'),
        compile: stepCompiler(),
        checkpoints: fileCheckpoints(path.join(directory, 'checkpoints')),
        checkpointEvery: options.checkpointEvery ?? 500,
        log: fileLog(path.join(directory, 'log.jsonl')),
        signal,
        onStep: ({ step, totalSteps: total, terms }) =>
          onProgress({ done: step, total, note: `loss ${Number(terms.loss).toPrecision(5)}` }),
      });
      await writeNote(own);
      // There is one: the epochs are at least one.
      const last = (await run.last())!;
      const saved = path.join(directory, 'model');
      await saveModel(model, saved, { overwrite: true, ...(description !== undefined && { description }) });
      return { last, model: saved };
    });
  } finally {
    model.dispose();
    releaseEngine();
  }
}
