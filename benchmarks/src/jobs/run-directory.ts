import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isPolyvaeError } from '@polyvae/errors';
import { makeFolder, requireSound } from '@polyvae/jobs';
import { checkpointPosition } from '@polyvae/training';
import { fileCheckpoints, readLog, writeFileAtomic } from '@polyvae/training/node';
import diff from 'microdiff';
import { z } from 'zod';
import { readConfig } from '../input/parse-config.js';
import { UserError } from '../input/user-error.js';
import { weightsFile } from './compute/weights-file.js';
import { type TrainConfig, trainConfigSchema } from './training.js';

const runSchema = z.strictObject({
  format: z.literal(3),
  config: trainConfigSchema,
});

const fileName = 'run.json';
const checkpointsFolder = 'checkpoints';

/** True if a training was begun in the folder. */
export function hasRun(directory: string): boolean {
  return existsSync(path.join(directory, fileName));
}

/**
 * True if a training in the folder has got as far as its first checkpoint. One that has not, since its loss was not finite or it
 * was killed, has nothing that could be lost.
 */
export function holdsTraining(directory: string): boolean {
  const checkpoints = path.join(directory, checkpointsFolder);
  const kept = existsSync(checkpoints) ? readdirSync(checkpoints) : [];
  const hasAny = kept.some((name) => name.endsWith('.safetensors')) || existsSync(path.join(directory, weightsFile));
  return hasRun(directory) && hasAny;
}

/**
 * Checks that the log of a folder's training has every step and epoch up to its newest checkpoint.
 * @throws {UserError} if it has not, and a training that goes on there would begin anew.
 */
export async function requireWholeLog(directory: string): Promise<void> {
  const newest = await fileCheckpoints(path.join(directory, checkpointsFolder)).latest();
  if (!newest) return;
  const at = checkpointPosition(newest);
  const file = path.join(directory, 'log.jsonl');
  const hint = 'Put the whole log back, or train anew with another --out.';
  try {
    const kept = readLog(file).filter(({ kind, step, epoch }) =>
      kind === 'step' ? step <= at.step : epoch < at.epoch,
    );
    const epochs = kept.filter(({ kind }) => kind === 'epoch').length;
    const steps = kept.length - epochs;
    if (steps === at.step && epochs === at.epoch) return;
    throw new UserError(
      `The training cannot be continued: ${file} has ${steps} steps and ${epochs} epochs of the ${at.step} and ${at.epoch} ` +
        `before ${newest.location}; lines were lost.`,
      hint,
    );
  } catch (error) {
    if (!isPolyvaeError(error) || error.code !== 'log') throw error;
    throw new UserError(`The training cannot be continued: ${error.message}`, hint);
  }
}

/**
 * What a folder's training was begun with.
 * @throws {UserError} if the folder holds no training, or its description is damaged.
 */
export function readRun(directory: string): TrainConfig {
  if (!hasRun(directory)) {
    throw new UserError(
      `${directory} holds no training: there is no ${fileName}.`,
      'Give the folder that polyvae train wrote (its --out).',
    );
  }
  const file = path.join(directory, fileName);
  requireSound(directory, [fileName], 'Put it back from a copy, or train in another folder.');
  if (readConfig(z.looseObject({ format: z.number() }), file).format < 3) {
    throw new UserError(
      `${file} was written by an earlier version of polyvae, which described data otherwise.`,
      'Train in another folder; the weights can be used with --weights.',
    );
  }
  return readConfig(runSchema, file).config;
}

function differences(there: TrainConfig, asked: TrainConfig): string[] {
  // As they come back from a file: without what is undefined.
  return diff(there, JSON.parse(JSON.stringify(asked)) as object).map((difference) => {
    const before = difference.type === 'CREATE' ? undefined : difference.oldValue;
    const after = difference.type === 'REMOVE' ? undefined : difference.value;
    return `${difference.path.join('.')}: ${JSON.stringify(before)} there, ${JSON.stringify(after)} asked`;
  });
}

/** As {@link readRun}; undefined if the description is there, but not one. */
function readableRun(directory: string): TrainConfig | undefined {
  try {
    return readRun(directory);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Whether one training is another with more epochs. */
function isLonger(there: TrainConfig, asked: TrainConfig, different: readonly string[]): boolean {
  return (
    asked.schedule.epochs > there.schedule.epochs &&
    different.every((line) => /^(?:schedule|experiment)\.epochs: /.test(line))
  );
}

/** Whether what is done in an epoch depends on how many there will be. */
function dependsOnLength({ experiment: { coolDown, privateBetaAtFirst } }: TrainConfig): boolean {
  return coolDown !== undefined || privateBetaAtFirst !== undefined;
}

/**
 * Checks that what is trained in a folder is what is asked for, or the same for more epochs. One that has not got as far as its
 * first checkpoint makes room for any.
 * @returns Whether the folder holds just this, or this for fewer epochs; undefined if it is free, or its description is damaged.
 * @throws {UserError} if another training was begun there; the message names what differs.
 */
export function checkRun(directory: string, config: TrainConfig): 'same' | 'shorter' | undefined {
  const there = holdsTraining(directory) ? readableRun(directory) : undefined;
  if (!there) return undefined;
  const different = differences(there, config).filter((line) => !line.startsWith('data.paths'));
  if (different.length === 0) return 'same';
  const longer = isLonger(there, config, different);
  if (longer && !dependsOnLength(config)) return 'shorter';
  throw new UserError(
    `${directory} holds another training: ${different.join('; ')}.`,
    longer
      ? `Its rate or a weight changes over its ${there.schedule.epochs} epochs, so that it cannot be made longer as it is: ` +
          'train anew with another --out. Trainings with --recipe paper can be made longer.'
      : 'Choose another --out, or resume with the settings it was begun with.',
  );
}

/**
 * Notes in a folder what is trained there. A description that is damaged is written anew, and weights of a training that is made longer
 * go, since they are not what it says any more; its checkpoints have them.
 * @throws {UserError} as {@link checkRun} does.
 */
export async function claimRun(directory: string, config: TrainConfig): Promise<void> {
  const held = checkRun(directory, config);
  if (held === 'same') return;
  makeFolder(directory);
  if (held === 'shorter') rmSync(path.join(directory, weightsFile), { force: true });
  const bytes = new TextEncoder().encode(`${JSON.stringify({ format: 3, config }, undefined, 2)}\n`);
  await writeFileAtomic(path.join(directory, fileName), bytes);
}
