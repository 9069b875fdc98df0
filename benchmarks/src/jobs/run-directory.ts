import { existsSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '@polyvae/jobs';
import { writeFileAtomic } from '@polyvae/training/node';
import diff from 'microdiff';
import { z } from 'zod';
import { readConfig } from '../input/parse-config.js';
import { UserError } from '../input/user-error.js';
import { type TrainConfig, trainConfigSchema } from './training.js';

const runSchema = z.strictObject({
  format: z.literal(3),
  config: trainConfigSchema,
});

const fileName = 'run.json';

/** True if a training was begun in the folder. */
export function hasRun(directory: string): boolean {
  return existsSync(path.join(directory, fileName));
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

/**
 * Notes in a folder what is trained there, or checks that it is the same as before.
 * @throws {UserError} if another training was begun there; the message names what differs.
 */
export async function claimRun(directory: string, config: TrainConfig): Promise<void> {
  if (hasRun(directory)) {
    const different = differences(readRun(directory), config).filter((line) => !line.startsWith('data.paths'));
    if (different.length === 0) return;
    throw new UserError(
      `${directory} holds another training: ${different.join('; ')}.`,
      'Choose another --out, or resume with the settings it was begun with.',
    );
  }
  makeFolder(directory);
  const bytes = new TextEncoder().encode(`${JSON.stringify({ format: 3, config }, undefined, 2)}\n`);
  await writeFileAtomic(path.join(directory, fileName), bytes);
}
