import {
  checkRun,
  hasRun,
  holdsTraining,
  readRun,
  type TrainConfig,
  type TrainResult,
  train,
  UserError,
} from '@polyvae/benchmarks';
import { computeJob, type JobProgress, job } from '@polyvae/jobs';
import { alone } from './alone.js';

/** How a training in a folder of its own is followed and stopped. */
export interface FolderTraining {
  readonly signal: AbortSignal;
  /** Whether a training that was begun there is continued. */
  readonly resume: boolean;
  /** Description of the engine. */
  readonly environment: string;
  onProgress(progress: JobProgress): void;
  /** Told of files that a finished training left there and that are not what they were; they are written again. */
  onDamaged(reason: string): void;
}

/**
 * Checks that a training may begin, or may continue, in a folder.
 * @throws {UserError} if there is one already, or none to continue, or its description is damaged.
 */
export function checkFolder(directory: string, resume: boolean): void {
  if (!resume && holdsTraining(directory)) {
    throw new UserError(
      `${directory} holds a training already.`,
      'Add --resume to continue it, or choose another --out.',
    );
  }
  if (resume && !hasRun(directory)) {
    throw new UserError(`${directory} holds no training to continue.`, 'Leave out --resume to begin one.');
  }
  if (resume) readRun(directory);
}

/**
 * Trains in a folder as its only writer, and keeps the result there with the digests of all files.
 * @throws {UserError} if another process trains there, or {@link checkFolder} does.
 */
export async function trainAlone(
  directory: string,
  config: TrainConfig,
  { resume, signal, onProgress, environment, onDamaged }: FolderTraining,
): Promise<TrainResult> {
  const training = job(train, { label: `train-${config.experiment.id}-seed-${config.seed}`, config });
  return alone(directory, { signal, onProgress }, async (context) => {
    // Another process may have trained there since the command began.
    checkFolder(directory, resume);
    // Before anything of a finished training is touched.
    checkRun(directory, config);
    return (await computeJob(training, { ...context, needs: [], environment, onDamaged })).result;
  });
}
