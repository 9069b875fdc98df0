import type { DataSpec, DataSpecs } from './data/data-spec.js';
import { officialTrainSize } from './data/official-train-size.js';
import type { DatasetName, Experiment } from './experiment.js';
import type { Profile } from './profile.js';
import { scheduleOf, sizedExperiment, totalSteps } from './schedule.js';

const number = new Intl.NumberFormat('en-US');

/** Training items of each data set, where known. */
export type TrainSizes = Readonly<Partial<Record<DatasetName, number>>>;

function sizeOf(dataset: DatasetName, data: DataSpecs, known: TrainSizes): number | undefined {
  const spec: DataSpec | undefined = data[dataset];
  return known[dataset] ?? (spec && 'trainSize' in spec ? spec.trainSize : undefined);
}

function dataLines(data: DataSpecs, known: TrainSizes, shown: ReadonlySet<DatasetName>): string[] {
  const lines: string[] = [];
  const { 'mnist-svhn-text': digits, celeba: faces } = data;
  const official = number.format(officialTrainSize['mnist-svhn-text']);
  if (digits && shown.has('mnist-svhn-text')) {
    const trainSize = sizeOf('mnist-svhn-text', data, known);
    if (digits.kind === 'synthetic') {
      lines.push(
        `synthetic digits stand in for MNIST and SVHN: ${number.format(digits.trainSize)} training pairs ` +
          `(the paper: ${official} of real images), ${number.format(digits.testSize)} test items.`,
      );
    } else {
      if (trainSize !== undefined && trainSize !== officialTrainSize['mnist-svhn-text']) {
        lines.push(
          `these are not the complete official files: ${number.format(trainSize)} training pairs, on the official ones ${official}.`,
        );
      }
      if (digits.testSize !== undefined) lines.push(`${number.format(digits.testSize)} test pairs.`);
    }
  }
  if (faces && shown.has('celeba')) {
    const trainSize = sizeOf('celeba', data, known);
    const whole = number.format(officialTrainSize.celeba);
    if (faces.kind === 'synthetic-faces') {
      lines.push(
        `synthetic faces stand in for CelebA: ${number.format(faces.trainSize)} for training (the paper: ${whole} real ones), ` +
          `${number.format(faces.testSize)} for testing.`,
      );
    } else {
      if (trainSize !== undefined && trainSize !== officialTrainSize.celeba) {
        lines.push(`this is not the whole of CelebA: ${number.format(trainSize)} training faces instead of ${whole}.`);
      }
      if (faces.testSize !== undefined) lines.push(`at most ${number.format(faces.testSize)} test faces.`);
    }
  }
  return lines;
}

/**
 * What falls short of the paper, worked out from the schedule and the data rather than written down: one sentence each.
 * @param known Training items; where not known yet, absent.
 */
export function reductions(
  profile: Profile,
  experiments: readonly Experiment[],
  data: DataSpecs,
  known: TrainSizes = {},
): string[] {
  const found = dataLines(data, known, new Set(experiments.map(({ dataset }) => dataset)));
  const groups = new Map<string, string[]>();
  const add = (line: string, title: string): void => {
    groups.set(line, [...(groups.get(line) ?? []), title]);
  };
  for (const experiment of experiments) {
    const { dataset, title } = experiment;
    const official = officialTrainSize[dataset];
    const schedule = scheduleOf(experiment, profile);
    const full = totalSteps(experiment, official);
    // With another number of items whole epochs are of another length, which the line on the data says.
    const isWhole = schedule.stepsPerEpoch === undefined && schedule.epochs === experiment.epochs;
    const steps = isWhole ? full : totalSteps(schedule, sizeOf(dataset, data, known) ?? official);
    if (steps !== full || schedule.batchSize !== experiment.batchSize) {
      add(
        `${number.format(steps)} steps of ${schedule.batchSize} items instead of ` +
          `${number.format(full)} of ${experiment.batchSize}`,
        title,
      );
    }
    const sized = sizedExperiment(experiment, profile);
    if (sized.dataset === 'celeba' && experiment.dataset === 'celeba' && sized.width !== experiment.width) {
      add(`networks of width ${sized.width} instead of ${experiment.width}`, title);
    }
  }
  for (const [line, titles] of groups) found.push(`${titles.join(', ')}: ${line}.`);
  return found;
}
