import { existsSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomic } from '@polyvae/training/node';
import { z } from 'zod';
import { canonicalJson } from './canonical-json.js';
import { type DataSpec, datasetOf } from './data/data-spec.js';
import { experimentSchema } from './experiment.js';
import { makeFolder } from './make-folder.js';
import { readConfig } from './parse-config.js';
import type { TrainConfig } from './units/train.js';
import { UserError } from './user-error.js';

const dataSchema: z.ZodType<DataSpec> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('synthetic'),
    seed: z.int(),
    trainSize: z.int().positive(),
    testSize: z.int().positive(),
  }),
  z.strictObject({
    kind: z.literal('files'),
    seed: z.int(),
    testSize: z.int().positive().optional(),
    digests: z.record(z.string(), z.string()),
    paths: z.strictObject({ mnist: z.string(), svhn: z.string() }),
  }),
  z.strictObject({
    kind: z.literal('synthetic-faces'),
    seed: z.int(),
    trainSize: z.int().positive(),
    testSize: z.int().positive(),
  }),
  z.strictObject({
    kind: z.literal('celeba'),
    seed: z.int(),
    testSize: z.int().positive().optional(),
    skipCorrupt: z.boolean().optional(),
    digests: z.record(z.string(), z.string()),
    paths: z.strictObject({ celeba: z.string(), partition: z.string(), cache: z.string().optional() }),
  }),
]);

const training = {
  schedule: z.strictObject({
    batchSize: z.int().positive(),
    epochs: z.int().positive(),
    stepsPerEpoch: z.int().positive().optional(),
    learningRate: z.number().positive(),
  }),
  validationSize: z.int().nonnegative(),
  seed: z.int(),
  backend: z.string(),
};

const runSchema = z.strictObject({
  format: z.literal(1),
  config: z
    .strictObject({ experiment: experimentSchema, data: dataSchema, ...training })
    .refine(({ experiment, data }) => experiment.dataset === datasetOf(data), 'the data are of another data set')
    .transform((config) => config as TrainConfig),
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
  return readConfig(runSchema, path.join(directory, fileName)).config;
}

function differences(a: unknown, b: unknown, at = ''): string[] {
  if (canonicalJson(a) === canonicalJson(b)) return [];
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') {
    return [`${at}: ${JSON.stringify(a)} there, ${JSON.stringify(b)} asked`];
  }
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) =>
    differences((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], at ? `${at}.${key}` : key),
  );
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
  const bytes = new TextEncoder().encode(`${JSON.stringify({ format: 1, config }, undefined, 2)}\n`);
  await writeFileAtomic(path.join(directory, fileName), bytes);
}
