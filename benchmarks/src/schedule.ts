import type { DigitsExperiment, Experiment } from './experiment.js';
import type { Profile, ScheduleLength } from './profile.js';

/** How long and in which portions one model is trained. */
export interface Schedule {
  readonly batchSize: number;
  readonly epochs: number;
  /** Absent: as many as the data fill. */
  readonly stepsPerEpoch?: number;
  readonly learningRate: number;
}

function lengthOf(
  { importance, latent }: DigitsExperiment,
  schedule: NonNullable<Profile['schedule']>,
): ScheduleLength {
  if (importance) return schedule.importance;
  return latent.private > 0 ? schedule.private : schedule.shared;
}

/** What a profile replaces an experiment's own schedule with, if it does. */
function reducedSchedule(experiment: Experiment, profile: Profile): Omit<Schedule, 'learningRate'> | undefined {
  if (experiment.dataset === 'celeba') return profile.faces.schedule;
  const { schedule } = profile;
  return (
    schedule && {
      batchSize: schedule.batchSize,
      ...lengthOf(experiment, schedule),
    }
  );
}

/** The schedule of an experiment under a profile. */
export function scheduleOf(experiment: Experiment, profile: Profile): Schedule {
  const { batchSize, epochs, learningRate } = experiment;
  const schedule = { batchSize, epochs, ...reducedSchedule(experiment, profile), learningRate };
  return profile.epochs === undefined ? schedule : { ...schedule, epochs: profile.epochs };
}

/** The experiment in the size that a profile trains it in. */
export function sizedExperiment<E extends Experiment>(experiment: E, profile: Profile): E {
  const { width } = profile.faces;
  return experiment.dataset === 'celeba' && width !== undefined ? { ...experiment, width } : experiment;
}

/**
 * The schedule of an experiment under a profile, but for what was asked for: that holds even if it does not fit the data.
 * A number of steps that nobody asked for is cut down to the batches the data fill.
 */
export function adjustedSchedule(
  experiment: Experiment,
  profile: Profile,
  options: { readonly asked: Partial<Schedule>; readonly trainSize: number },
): Schedule {
  const { asked, trainSize } = options;
  const schedule = { ...scheduleOf(experiment, profile), ...asked };
  const batches = Math.floor(trainSize / schedule.batchSize);
  const { stepsPerEpoch } = schedule;
  // No batch at all is an error of the batch size, which training reports.
  const cut = asked.stepsPerEpoch === undefined && stepsPerEpoch !== undefined && batches > 0;
  return cut ? { ...schedule, stepsPerEpoch: Math.min(stepsPerEpoch, batches) } : schedule;
}

/** Steps of a whole training, given the number of training items. */
export function totalSteps(schedule: Schedule, trainSize: number): number {
  const perEpoch = Math.floor(trainSize / schedule.batchSize);
  return schedule.epochs * Math.min(perEpoch, schedule.stepsPerEpoch ?? perEpoch);
}
