import type { DataSpec } from './data.js';
import type { Experiment } from './experiment.js';
import type { Profile } from './profile.js';
import { scheduleOf, totalSteps } from './schedule.js';

const number = new Intl.NumberFormat('en-US');

/** Training pairs that the official files give. */
const officialTrainSize = 1_121_360;

/**
 * What falls short of the paper, worked out from the schedule and the data rather than written down: one sentence each.
 * @param trainSize Training pairs; where not known yet, absent.
 */
export function reductions(
  profile: Profile,
  experiments: readonly Experiment[],
  data: DataSpec,
  trainSize: number | undefined = data.kind === 'synthetic' ? data.trainSize : undefined,
): string[] {
  const found: string[] = [];
  if (data.kind === 'synthetic') {
    found.push(
      `synthetic digits stand in for MNIST and SVHN: ${number.format(data.trainSize)} training pairs ` +
        `(the paper: ${number.format(officialTrainSize)} of real images), ${number.format(data.testSize)} test items.`,
    );
  } else if (trainSize !== undefined && trainSize !== officialTrainSize) {
    found.push(
      `these are not the complete official files: ${number.format(trainSize)} training pairs, on the official ones ` +
        `${number.format(officialTrainSize)}.`,
    );
  }
  if (data.kind === 'files' && data.testSize !== undefined) {
    found.push(`${number.format(data.testSize)} test pairs.`);
  }
  const schedules = new Map<string, string[]>();
  for (const experiment of experiments) {
    const schedule = scheduleOf(experiment, profile);
    const full = totalSteps(experiment, officialTrainSize);
    const steps = profile.schedule ? totalSteps(schedule, trainSize ?? officialTrainSize) : full;
    if (steps === full && schedule.batchSize === experiment.batchSize) continue;
    const line =
      `${number.format(steps)} steps of ${schedule.batchSize} items instead of ` +
      `${number.format(full)} of ${experiment.batchSize}`;
    schedules.set(line, [...(schedules.get(line) ?? []), experiment.title]);
  }
  for (const [line, titles] of schedules) found.push(`${titles.join(', ')}: ${line}.`);
  return found;
}
