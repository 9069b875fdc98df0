import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { isPolyvaeError } from '@polyvae/errors';
import type { JobContext } from '@polyvae/jobs';
import {
  adam,
  type FitOptions,
  type FitRun,
  fit,
  type LogEntry,
  loadWeights,
  type Schedule,
  saveWeights,
  type Trainable,
} from '@polyvae/training';
import { fileCheckpoints, fileLog, readLog } from '@polyvae/training/node';
import { releaseEngine, stepCompiler } from '../../engines/engine.js';

/** Options of a training in a folder. */
export interface FolderTraining<B>
  extends Pick<FitOptions<B>, 'epochs' | 'stepsPerEpoch' | 'batchSize' | 'rng' | 'validation'> {
  readonly learningRate: number | Schedule;
  /** Decays of Adam's moments; absent: 0.9 and 0.999. */
  readonly moments?: readonly [number, number];
  /** The term that progress tells, and its digits. */
  note(terms: Readonly<Record<string, unknown>>): string;
  /** Called before anything is written. */
  begin?(): Promise<void>;
}

/** Why a training cannot go on from what lies in its folder; undefined if something else is the matter. */
function reasonToBeginAnew(error: unknown): string | undefined {
  if (!isPolyvaeError(error)) return undefined;
  switch (error.code) {
    case 'log':
      return 'lines of its log were lost';
    case 'safetensors':
      return 'its checkpoint is damaged';
    case 'checkpoint':
      // One that cannot be read may be sound, and one of another version or of other settings is.
      return (error as { isDamaged?: boolean }).isDamaged === true ? 'its checkpoint is damaged' : undefined;
    default:
      return undefined;
  }
}

/**
 * Trains in a job's folder: checkpoints and log go there, and a training that was stopped there continues. Where lines of
 * its log were lost, it begins anew, since results say what the log says, and so it does where its checkpoint is damaged; its
 * checkpoints stay under another name.
 * @returns The log of each epoch, and the seconds of all, interruptions not counted.
 * @throws if training stops early; what was reached is saved.
 */
export async function trainInFolder<B>(
  model: Trainable<B>,
  data: Parameters<typeof fit<B>>[1],
  { learningRate, moments: [beta1, beta2] = [0.9, 0.999], note, begin, ...options }: FolderTraining<B>,
  { directory, signal, onProgress }: JobContext,
): Promise<{ epochs: Extract<LogEntry, { kind: 'epoch' }>[]; seconds: number }> {
  const log = path.join(directory, 'log.jsonl');
  const checkpoints = path.join(directory, 'checkpoints');
  try {
    // Checks its arguments and touches nothing until iterated: what it refuses leaves no folder behind.
    const training = (): FitRun =>
      fit(model, data, {
        ...options,
        optimizer: adam({ learningRate, beta1, beta2, epsilon: 1e-8 }),
        compile: stepCompiler(),
        checkpoints: fileCheckpoints(checkpoints),
        checkpointEvery: 500,
        log: fileLog(log),
        signal,
        onStep: ({ step, totalSteps: total, terms }) => onProgress({ done: step, total, note: note(terms) }),
      });
    const first = training();
    await begin?.();
    const initial = existsSync(checkpoints) ? await saveWeights(model) : undefined;
    try {
      await first.last();
    } catch (error) {
      const why = reasonToBeginAnew(error);
      if (why === undefined || initial === undefined) throw error;
      onProgress({ done: 0, total: 1, note: `${why}: training anew` });
      let number = 1;
      while (existsSync(`${checkpoints}.${number}`)) number++;
      // Kept, as the log is: hours may lie in them.
      await rename(checkpoints, `${checkpoints}.${number}`);
      loadWeights(model, initial);
      await training().last();
    }
  } finally {
    // Graphs of a training hold the most memory, and no other job runs them.
    releaseEngine();
  }
  const epochs = readLog(log).filter((entry) => entry.kind === 'epoch');
  return { epochs, seconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0) };
}
