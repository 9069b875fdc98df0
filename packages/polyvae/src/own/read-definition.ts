import { statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '@polyvae/benchmarks';
import { checkOptions } from '@polyvae/errors';
import type { TrainingDefinition } from './define-training.js';

const known: readonly (keyof TrainingDefinition)[] = [
  'data',
  'validation',
  'model',
  'description',
  'epochs',
  'batchSize',
  'stepsPerEpoch',
  'dropLast',
  'optimizer',
  'clipNorm',
  'earlyStopping',
  'checkpointEvery',
  'prefetch',
];

/** Whether a file of `--config` is a module with a training of one's own, not settings of an experiment. */
export function isModule(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file);
}

/**
 * Loads the module of a training of one's own, in TypeScript or JavaScript.
 * @throws {UserError} if there is no such file, it does not load, or its default export is no training.
 * @throws {ArgumentTypeError} if the training has an option that does not exist.
 */
export async function readDefinition(file: string): Promise<TrainingDefinition> {
  const location = path.resolve(file);
  if (!statSync(location, { throwIfNoEntry: false })?.isFile()) {
    throw new UserError(`Cannot read ${file}: there is no such file.`, 'Check the spelling.');
  }
  // Node 20 reads no TypeScript. Loaded on use: no other command needs it.
  const { createJiti } = await import('jiti');
  let loaded: { default?: unknown };
  try {
    loaded = await createJiti(import.meta.url, { fsCache: false, interopDefault: false }).import(location);
  } catch (error) {
    throw new UserError(
      `Cannot load ${file}: ${(error as Error).message}`,
      'It must load as a module by itself: install what it imports beside it, e.g. npm install @polyvae/models @polyvae/datasets polyvae.',
    );
  }
  const definition = loaded.default as TrainingDefinition | null | undefined;
  const found = (): string => (definition === null ? 'null' : typeof definition);
  if (typeof definition !== 'object' || definition === null) {
    throw new UserError(
      `${file}: expected the default export to be a training, found ${definition === undefined ? 'none' : found()}.`,
      'Write export default defineTraining({ data, model, epochs, batchSize }), from the package polyvae.',
    );
  }
  checkOptions(`${file}: defineTraining`, definition, known);
  for (const name of ['data', 'model', 'validation'] as const) {
    const value: unknown = definition[name];
    if (typeof value === 'function' || (value === undefined && name === 'validation')) continue;
    throw new UserError(
      `${file}: ${name}: expected a function, found ${value === undefined ? 'none' : typeof value}.`,
      `Write ${name}: ({ rng }) => …, which is called once the engine runs.`,
    );
  }
  return definition;
}
