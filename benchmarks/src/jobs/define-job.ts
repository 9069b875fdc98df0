import type { Job, JobContext, JobKind } from '@polyvae/jobs';
import type { z } from 'zod';
import type { DataSpec } from '../datasets/data-spec.js';
import type { Dataset, DatasetData } from '../datasets/dataset.js';
import { findDataset } from '../datasets/registry.js';
import type { Experiment } from '../paper/experiment.js';
import type { Profile, ProfileSettings } from '../paper/profile.js';
import type { FeatureSpec } from './compute/features.js';
import type { TrainingSchedule } from './schedule.js';
import type { ShownSection } from './shown.js';
import { type TrainConfig, trainConfigSchema } from './training.js';

/** What the jobs of one experiment are planned from. */
export interface PlanContext {
  readonly profile: Profile;
  readonly dataset: Dataset;
  /** Settings of the data set under the profile. */
  readonly settings: ProfileSettings;
  /** The experiment in the size that the profile trains it in. */
  readonly experiment: Experiment;
  readonly schedule: TrainingSchedule;
  readonly data: DataSpec;
  readonly seed: number;
  readonly backend: string;
  /** In which features images are compared; absent: those of the modality's classifier. */
  readonly features?: FeatureSpec;
  /** The training, as a need of other jobs. */
  readonly training: Job<TrainConfig>;
}

/** What reductions are worked out from, besides a job's settings. */
export interface ReductionFacts {
  readonly dataset: Dataset;
  readonly data: DataSpec;
  readonly features?: FeatureSpec;
  /** Settings of the other kinds of job under the profile, and under the whole schedule. */
  readonly jobs: ProfileSettings['jobs'];
  readonly whole: ProfileSettings['jobs'];
  /** Gates that judges of the run had to pass, by modality, as far as they are known. */
  readonly gates?: Readonly<Record<string, number>>;
}

/** What a result is shown with. */
export interface ShowContext {
  readonly dataset: Dataset;
  readonly experiment: Experiment;
}

/** What planning, cost and report need to know of a kind of job. */
export interface JobTraits<Config, Result> {
  /** Schema of its settings in profiles. */
  readonly settings?: z.ZodObject;
  /** The configuration for a planned experiment; undefined if it does not apply. Absent: only other jobs ask for this one. */
  of?(context: PlanContext): Config | undefined;
  /** Jobs that must be finished first, besides the training that the configuration names. */
  needs?(config: Config, context: PlanContext): readonly Job[];
  /** Whether it is done for the first seed only, since its result is shown, not averaged. */
  readonly firstSeedOnly?: boolean;
  /**
   * Items that go through the model, to be encoded or generated: what an evaluation's time is made of, but for fitting
   * classifiers and clustering.
   * @param testSize Test items of the data.
   */
  passes?(config: Config, testSize: number): number;
  /** The training that an evaluation is about. */
  training?(config: Config): TrainConfig;
  /** Where the settings fall short of those of the whole schedule, one sentence each. */
  reductions?(settings: Config, whole: Config, facts: ReductionFacts): readonly string[];
  /** Parts of the model's section in the report. */
  show?(result: Result, context: ShowContext): readonly ShownSection[];
}

/** The exports of the module that does a kind's work; texts that only show stand elsewhere, since its imports are the job's code. */
export interface JobWork<Config, Result> {
  readonly result: z.ZodType<Result>;
  /** @param begin Notes in the folder what is done there; called before anything else is written. */
  run(config: Config, context: JobContext, data: DatasetData, begin: () => Promise<void>): Promise<Result>;
}

/** One kind of job of the benchmarks. */
// biome-ignore lint/suspicious/noExplicitAny: kinds of every configuration and result stand in one registry
export type BenchJob<Config = any, Result = any> = JobKind<string, Config, Result> &
  JobTraits<Config, Result> & { readonly work: JobWork<Config, Result> };

/** Definition of a kind of job. */
export interface BenchJobDefinition<Config, Result>
  extends JobTraits<Config, Result>,
    Pick<JobKind<string, Config, Result>, 'config' | 'working' | 'guess' | 'group' | 'subject'> {
  readonly work: JobWork<Config, Result>;
  /** Where the module of the work is. */
  readonly code: URL;
  /** The data that are worked on. */
  data(config: Config): DataSpec;
  begin?(config: Config, context: JobContext): Promise<void>;
}

const engine = new URL('../engines/engine.js', import.meta.url);

/** A configuration without the places of files, which are no part of what they are; their checksums are. */
function withoutPaths(config: unknown): unknown {
  return JSON.parse(JSON.stringify(config, (name, value) => (name === 'paths' ? undefined : value)));
}

/** Defines a kind of job. Its code is that of the work, of the data set in use, and of the engine. */
export function defineBenchJob<Config, Result>(
  kind: string,
  { code, data, begin, ...definition }: BenchJobDefinition<Config, Result>,
): BenchJob<Config, Result> {
  const { work } = definition;
  const datasetOf = (config: Config): Dataset => findDataset(data(config).dataset);
  return {
    ...definition,
    kind,
    result: work.result,
    identity: withoutPaths,
    code: (config) => [code, datasetOf(config).code, engine],
    run: (config, context) => work.run(config, context, datasetOf(config).data, async () => begin?.(config, context)),
  };
}

/** Configuration of a job that evaluates a training. */
export type EvaluationConfig<Settings> = { readonly train: TrainConfig } & Settings;

/** The exports of the module that does an evaluation's work. */
export interface EvaluationWork<Settings, Result> extends JobWork<EvaluationConfig<Settings>, Result> {
  /** Schema of its settings in profiles. */
  readonly settings: z.ZodObject;
}

/** Definition of an evaluation: its configuration is a training and the settings of a profile. */
export interface EvaluationDefinition<Settings, Result>
  extends Pick<
    BenchJobDefinition<EvaluationConfig<Settings>, Result>,
    'code' | 'guess' | 'needs' | 'firstSeedOnly' | 'show'
  > {
  readonly work: EvaluationWork<Settings, Result>;
  /** Settings that come from elsewhere than the profile. */
  also?(context: PlanContext): Partial<Settings>;
  /** As of {@link JobTraits}, given the data set too. */
  passes(config: EvaluationConfig<Settings>, testSize: number, data: DatasetData): number;
  reductions?(settings: Settings, whole: Settings, facts: ReductionFacts): readonly string[];
}

/** Defines a kind of job that evaluates a trained model. */
export function defineEvaluation<Settings, Result>(
  kind: string,
  { also, passes, ...definition }: EvaluationDefinition<Settings, Result>,
): BenchJob<EvaluationConfig<Settings>, Result> {
  const { settings } = definition.work;
  return defineBenchJob<EvaluationConfig<Settings>, Result>(kind, {
    ...definition,
    settings,
    working: ['parts.json'],
    config: settings.extend({ train: trainConfigSchema }) as unknown as z.ZodType<EvaluationConfig<Settings>>,
    data: ({ train }) => train.data,
    of: (context) => {
      const own = context.settings.jobs[kind];
      return own && ({ train: context.training.config, ...own, ...also?.(context) } as EvaluationConfig<Settings>);
    },
    passes: (config, testSize) => passes(config, testSize, findDataset(config.train.data.dataset).data),
    subject: ({ train }) => train.experiment.id,
    training: ({ train }) => train,
  });
}
