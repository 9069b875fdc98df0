import { coolDown, type Schedule as RateSchedule } from '@polyvae/training';
import type { Experiment } from '../paper/experiment.js';
import type { Profile, ProfileSettings } from '../paper/profile.js';

/** How long and in which portions one model is trained. */
export interface TrainingSchedule {
  readonly batchSize: number;
  readonly epochs: number;
  /** Absent: as many as the data fill. */
  readonly stepsPerEpoch?: number;
  readonly learningRate: number;
}

/** The schedule of an experiment under a profile. */
export function scheduleOf(
  { batchSize, epochs, learningRate, importance, latent }: Experiment,
  { schedule: ofPaper, fast }: ProfileSettings,
  profile: Pick<Profile, 'epochs' | 'recipe'>,
): TrainingSchedule {
  const schedule = (profile.recipe === 'fast' && fast?.schedule) || ofPaper;
  const length = importance ? 'importance' : latent.private > 0 ? 'private' : 'shared';
  return {
    batchSize,
    epochs,
    ...(schedule && { batchSize: schedule.batchSize, ...(schedule[length] ?? schedule.shared) }),
    learningRate,
    ...(profile.epochs !== undefined && { epochs: profile.epochs }),
  };
}

/**
 * A schedule with what was asked for, which holds even if it does not fit the data. A number of steps that nobody asked for
 * is cut down to the batches that the data fill.
 */
export function adjustedSchedule(
  planned: TrainingSchedule,
  { asked, trainSize }: { readonly asked: Partial<TrainingSchedule>; readonly trainSize: number },
): TrainingSchedule {
  const schedule = { ...planned, ...asked };
  const batches = Math.floor(trainSize / schedule.batchSize);
  const { stepsPerEpoch } = schedule;
  // No batch at all is an error of the batch size, which training reports.
  const cut = asked.stepsPerEpoch === undefined && stepsPerEpoch !== undefined && batches > 0;
  return cut ? { ...schedule, stepsPerEpoch: Math.min(stepsPerEpoch, batches) } : schedule;
}

/** Steps of a whole training, given the number of training items. */
export function totalSteps(schedule: Omit<TrainingSchedule, 'learningRate'>, trainSize: number): number {
  const perEpoch = Math.floor(trainSize / schedule.batchSize);
  return schedule.epochs * Math.min(perEpoch, schedule.stepsPerEpoch ?? perEpoch);
}

/** The learning rate of a training of so many steps: it falls at the end if the experiment cools down. */
export function rateOf(
  { coolDown: share }: Pick<Experiment, 'coolDown'>,
  { learningRate: from }: Pick<TrainingSchedule, 'learningRate'>,
  steps: number,
): number | RateSchedule {
  // No step at all is an error of the batch size, which training reports.
  if (share === undefined || steps === 0) return from;
  return coolDown({ from, steps, last: Math.max(1, Math.round(share * steps)) });
}
