import type { DataSpec, DataSpecs } from '../datasets/data-spec.js';
import type { Dataset } from '../datasets/dataset.js';
import { findDataset } from '../datasets/registry.js';
import type { FeatureSpec } from '../jobs/compute/features.js';
import { count } from '../jobs/count.js';
import type { BenchJob } from '../jobs/define-job.js';
import { scheduleOf, totalSteps } from '../jobs/schedule.js';
import { trainedExperiment } from '../jobs/trained-experiment.js';
import type { Experiment } from '../paper/experiment.js';
import type { Profile } from '../paper/profile.js';
import { recipeLine } from '../paper/recipe.js';

/** Training items of each data set, where known. */
export type TrainSizes = Readonly<Record<string, number>>;

function dataLines(dataset: Dataset, spec: DataSpec, trainSize: number | undefined): string[] {
  const { standIn, items, officialSize, title } = dataset;
  if (spec.source === 'synthetic') {
    return [
      `${standIn}: ${count(spec.trainSize)} training ${items} (the paper: ${count(officialSize)} real ones), ` +
        `${count(spec.testSize)} for testing.`,
    ];
  }
  return [
    ...(trainSize !== undefined && trainSize !== officialSize
      ? [`this is not the whole of ${title}: ${count(trainSize)} training ${items} instead of ${count(officialSize)}.`]
      : []),
    ...(spec.testSize === undefined ? [] : [`at most ${count(spec.testSize)} test ${items}.`]),
  ];
}

/** Training items of a specification, as far as they are known. */
export function trainSizeOf(name: string, data: DataSpecs, known: TrainSizes): number | undefined {
  const spec = data[name];
  return known[name] ?? (spec?.source === 'synthetic' ? spec.trainSize : undefined);
}

/** Names of the data sets that experiments are about. */
export function datasetsOf(experiments: readonly Experiment[]): string[] {
  return [...new Set(experiments.map(({ dataset }) => dataset))];
}

/**
 * Where data and schedules fall short of the paper, worked out rather than written down: one sentence each.
 * @param known Training items; where not known yet, absent.
 */
export function reductions(
  profile: Profile,
  experiments: readonly Experiment[],
  data: DataSpecs,
  known: TrainSizes = {},
): string[] {
  const lines = datasetsOf(experiments).flatMap((name) => {
    const spec = data[name];
    return spec ? dataLines(findDataset(name), spec, trainSizeOf(name, data, known)) : [];
  });
  const titles = new Map<string, string[]>();
  for (const experiment of experiments) {
    for (const line of scheduleLines(experiment, profile, trainSizeOf(experiment.dataset, data, known))) {
      titles.set(line, [...(titles.get(line) ?? []), experiment.title]);
    }
  }
  return [...lines, ...[...titles].map(([line, own]) => `${own.join(', ')}: ${line}.`)];
}

function scheduleLines(experiment: Experiment, profile: Profile, trainSize: number | undefined): string[] {
  const dataset = findDataset(experiment.dataset);
  const { officialSize } = dataset;
  const own = dataset.settings[profile.name];
  const schedule = scheduleOf(experiment, own, profile);
  const full = totalSteps(experiment, officialSize);
  // With another number of items whole epochs are of another length, which the line on the data says.
  const isWhole = schedule.stepsPerEpoch === undefined && schedule.epochs === experiment.epochs;
  const steps = isWhole ? full : totalSteps(schedule, trainSize ?? officialSize);
  const trained = trainedExperiment(experiment, profile, dataset);
  const { width } = trained;
  const { batchSize } = experiment;
  const recipe = recipeLine(experiment, trained);
  return [
    ...(steps !== full || schedule.batchSize !== batchSize
      ? [`${count(steps)} steps of ${schedule.batchSize} items instead of ${count(full)} of ${batchSize}`]
      : []),
    ...(width === experiment.width ? [] : [`networks of width ${width} instead of ${experiment.width}`]),
    ...(recipe ? [recipe] : []),
  ];
}

/** What is known of a run's evaluations besides its profile. */
export interface EvaluationFacts {
  /** Gates that judges had to pass, by data set and modality. */
  readonly gates: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** In which features images were compared; absent: those of the modality's judge. */
  readonly features?: FeatureSpec;
}

/** Where a kind of job falls short of the whole schedule on the data sets that it runs on: one sentence each. */
export function jobReductions(
  kind: BenchJob,
  profile: Profile,
  data: DataSpecs,
  { gates, features }: EvaluationFacts,
): string[] {
  return Object.entries(data).flatMap(([name, spec]) => {
    const dataset = findDataset(name);
    const { jobs } = dataset.settings[profile.name];
    const { jobs: whole } = dataset.settings.paper;
    const own = jobs[kind.kind];
    if (!own) return [];
    const facts = { dataset, data: spec, jobs, whole, gates: gates[name] ?? {}, ...(features && { features }) };
    return kind.reductions?.(own, whole[kind.kind] ?? {}, facts) ?? [];
  });
}
