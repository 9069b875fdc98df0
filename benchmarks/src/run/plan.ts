import { allJobs, type Job, job } from '@polyvae/jobs';
import type { DataSpecs } from '../datasets/data-spec.js';
import type { Dataset } from '../datasets/dataset.js';
import { findDataset } from '../datasets/registry.js';
import { UserError } from '../input/user-error.js';
import type { FeatureSpec } from '../jobs/compute/features.js';
import { passesOfStep } from '../jobs/compute/objectives.js';
import type { BenchJob, PlanContext } from '../jobs/define-job.js';
import { jobKinds } from '../jobs/registry.js';
import { scheduleOf } from '../jobs/schedule.js';
import { type TrainResult, train } from '../jobs/train.js';
import { trainedExperiment } from '../jobs/trained-experiment.js';
import type { TrainConfig } from '../jobs/training.js';
import type { Experiment } from '../paper/experiment.js';
import type { Profile } from '../paper/profile.js';

/** Experiments, and the kinds of jobs that are done with each trained model, as far as they apply to its data. */
export interface Wanted {
  readonly experiments: readonly Experiment[];
  readonly kinds: readonly BenchJob[];
}

/** What a run is to do. */
export interface PlanRequest {
  readonly profile: Profile;
  /** The earlier ones come first; an experiment that several want is planned once, with the kinds of all. */
  readonly wanted: readonly Wanted[];
  /** Those of the experiments' data sets. */
  readonly data: DataSpecs;
  readonly seeds: readonly number[];
  readonly backend: string;
  /** In which features images are compared; absent: those of the modality's judge. */
  readonly features?: FeatureSpec;
}

/** The jobs of one experiment with one seed. */
export interface PlannedExperiment {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  readonly seed: number;
  readonly training: Job<TrainConfig, TrainResult>;
  /** The training, then what is done with the trained model. */
  readonly jobs: readonly Job[];
}

/** The job of a kind that a planned experiment has; undefined if it has none. */
export function jobOf<Config, Result>(
  { jobs }: PlannedExperiment,
  kind: BenchJob<Config, Result>,
): Job<Config, Result> | undefined {
  return jobs.find((one): one is Job<Config, Result> => one.kind.kind === kind.kind);
}

/**
 * Relative cost of a training, so that the long ones start first. The arithmetic of residual networks grows by the square of
 * their width.
 */
function cost(experiment: Experiment, profile: Profile): number {
  const dataset = findDataset(experiment.dataset);
  const own = dataset.settings[profile.name];
  const { epochs, stepsPerEpoch, batchSize } = scheduleOf(experiment, own, profile);
  const perEpoch = stepsPerEpoch === undefined ? dataset.officialSize : stepsPerEpoch * batchSize;
  const { width } = trainedExperiment(experiment, profile, dataset);
  return epochs * perEpoch * passesOfStep(experiment) * (width === undefined ? 1 : 170 * (width / 128) ** 2);
}

/** The experiments of each want that no earlier one has, longest trainings first, with the kinds of jobs of all wants. */
function merged(wanted: readonly Wanted[], profile: Profile): (readonly [Experiment, ReadonlySet<BenchJob>])[][] {
  const kindsOf = (id: string): ReadonlySet<BenchJob> =>
    new Set(wanted.flatMap(({ experiments, kinds }) => (experiments.some((one) => one.id === id) ? kinds : [])));
  const seen = new Set<string>();
  return wanted.map(({ experiments }) => {
    const own = experiments.filter(({ id }) => !seen.has(id));
    for (const { id } of own) seen.add(id);
    return own
      .sort((a, b) => cost(b, profile) - cost(a, profile))
      .map((experiment) => [experiment, kindsOf(experiment.id)] as const);
  });
}

/**
 * The jobs of a request: longest trainings first, evaluations right after their training.
 * @throws {UserError} if there are no data for an experiment.
 */
export function planJobs(request: PlanRequest): PlannedExperiment[] {
  const { seeds } = request;
  const groups = merged(request.wanted, request.profile);
  const ordered = groups.flatMap((group) => seeds.flatMap((seed) => group.map((own) => [...own, seed] as const)));
  return ordered.map(([experiment, kinds, seed]): PlannedExperiment => {
    const context = contextOf(experiment, seed, request);
    const { training, dataset } = context;
    const evaluations = jobKinds.flatMap((kind) => {
      if (kind === train || !kinds.has(kind) || (kind.firstSeedOnly && seed !== seeds[0])) return [];
      const config = kind.of?.(context);
      if (config === undefined) return [];
      const needs = [training, ...(kind.needs?.(config, context) ?? [])];
      return [job(kind, { label: `${kind.kind}-${experiment.id}-seed-${seed}`, config, needs })];
    });
    return { experiment, dataset, seed, training, jobs: [training, ...evaluations] };
  });
}

function contextOf(
  experiment: Experiment,
  seed: number,
  { profile, data, backend, features }: PlanRequest,
): PlanContext & { readonly training: Job<TrainConfig, TrainResult> } {
  const dataset = findDataset(experiment.dataset);
  const spec = data[dataset.name];
  if (!spec) {
    throw new UserError(
      `There are no data for ${experiment.title}.`,
      `--data DIR needs DIR/${dataset.folders.join('/ and DIR/')}/; --data synthetic draws a stand-in.`,
    );
  }
  const settings = dataset.settings[profile.name];
  const trained = trainedExperiment(experiment, profile, dataset);
  const schedule = scheduleOf(experiment, settings, profile);
  const { heldOutSize } = settings;
  const common = { experiment: trained, schedule, data: spec, seed, backend };
  const training = job(train, { label: `train-${experiment.id}-seed-${seed}`, config: { ...common, heldOutSize } });
  return { ...common, profile, dataset, settings, training, ...(features && { features }) };
}

/** All jobs of a plan and those they need, each once, in the order in which they should run. */
export function jobsOf(plan: readonly PlannedExperiment[]): Job[] {
  return allJobs(plan.flatMap(({ jobs }) => jobs));
}
