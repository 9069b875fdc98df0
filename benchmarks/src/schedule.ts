import type { Experiment } from './experiment.js';
import type { Profile } from './profile.js';

/** How long and in which portions one model is trained. */
export interface Schedule {
  readonly batchSize: number;
  readonly epochs: number;
  /** Absent: as many as the data fill. */
  readonly stepsPerEpoch?: number;
  readonly learningRate: number;
}

/** The schedule of an experiment under a profile. */
export function scheduleOf(experiment: Experiment, profile: Profile): Schedule {
  const { batchSize, epochs, learningRate } = experiment;
  const reduced = profile.schedule;
  if (!reduced) return { batchSize, epochs, learningRate };
  const lengths = experiment.latent.private > 0 ? reduced.private : reduced.shared;
  return { batchSize: reduced.batchSize, ...lengths, learningRate };
}

/** Steps of a whole training, given the number of training items. */
export function totalSteps(schedule: Schedule, trainSize: number): number {
  const perEpoch = Math.floor(trainSize / schedule.batchSize);
  return schedule.epochs * Math.min(perEpoch, schedule.stepsPerEpoch ?? perEpoch);
}
