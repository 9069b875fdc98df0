import {
  type Job,
  type JobEvents,
  type JobOutcome,
  JobStore,
  jobKey,
  runJobs,
  runOnSlurm,
  slurmCommands,
  writePlan,
} from '@polyvae/jobs';
import type { DataSpecs } from '../datasets/data-spec.js';
import { findDataset } from '../datasets/registry.js';
import { type JudgeConfig, type JudgeResult, judge } from '../jobs/judge.js';
import type { Experiment } from '../paper/experiment.js';
import { jobsOf, type PlannedExperiment, planJobs } from './plan.js';
import type { Prepared } from './preflight.js';
import { datasetsOf, type EvaluationFacts, reductions, type TrainSizes } from './reductions.js';
import type { WorkerOptions } from './worker.js';

/** What numbers were made with; printed with every table. */
export interface RunContext {
  readonly profile: string;
  readonly data: string;
  readonly backend: string;
  readonly seeds: readonly number[];
  /** What falls short of the paper, one sentence each; empty if nothing does. */
  readonly reductions: readonly string[];
}

/** Outcomes of the jobs of a plan, and what they were made with. */
export interface Run extends Pick<Prepared, 'profile' | 'data' | 'seeds' | 'engine'> {
  readonly plan: readonly PlannedExperiment[];
  readonly outcomes: readonly JobOutcome[];
  readonly facts: EvaluationFacts;
  readonly startedAt: Date;
  readonly seconds: number;
  /** The outcome of one of the plan's jobs. */
  outcome<Config, Result>(job: Job<Config, Result>): JobOutcome<Result>;
  /** What the numbers of some experiments were made with. */
  contextOf(experiments: readonly Experiment[]): RunContext;
  /** The part of the run that some experiments are about. */
  only(experiments: readonly Experiment[]): Run;
}

/** How a run is watched and stopped. */
export interface RunOptions {
  /** Stops the run; what was reached is kept. */
  readonly signal?: AbortSignal;
  readonly events?: JobEvents & {
    /** Told what goes on with Slurm: array jobs submitted, found, left. */
    onNote?(text: string): void;
  };
}

const workerModule = new URL(`./worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

async function compute(jobs: readonly Job[], prepared: Prepared, options: RunOptions): Promise<JobOutcome[]> {
  const { out, engine, threads, processes, slurm } = prepared;
  const store = new JobStore(out);
  const startOptions: WorkerOptions = { backend: engine.name, ...(threads !== undefined && { threads }) };
  if (slurm) {
    const { command, ...settings } = slurm;
    return runOnSlurm(jobs, { ...options, store, command, startOptions, slurm: slurmCommands, settings });
  }
  if (processes === 0) return runJobs(jobs, { ...options, store, inProcess: { environment: engine.description } });
  const workers = { count: processes, module: workerModule, options: startOptions };
  return runJobs(jobs, { ...options, store, workers: { ...workers, ...(threads !== undefined && { threads }) } });
}

/** What can be said of data that no finished training has opened. */
function unopened(name: string, data: DataSpecs): string {
  const { title } = findDataset(name);
  return data[name]?.source === 'synthetic' ? `stand-in for ${title}` : `files of ${title}`;
}

/** Gates that judges had to pass, by data set and modality. */
function gatesOf(outcomes: readonly JobOutcome[]): EvaluationFacts['gates'] {
  const gates: Record<string, Record<string, number>> = {};
  for (const { job, record } of outcomes) {
    if (!record || !isJudge(job)) continue;
    const { dataset } = job.config.data;
    gates[dataset] = { ...gates[dataset], [job.config.modality]: (record.result as JudgeResult).gate };
  }
  return gates;
}

/** Whether a job trains a judge. */
export function isJudge(job: Job): job is Job<JudgeConfig, JudgeResult> {
  return job.kind.kind === judge.kind;
}

/** The plan of a prepared request. */
export function planOf(prepared: Prepared): PlannedExperiment[] {
  return planJobs({ ...prepared, backend: prepared.engine.name });
}

/**
 * Computes a plan's jobs. Finished ones are taken from the results folder, unfinished trainings continue where they stopped;
 * a job that fails does not stop the others, its numbers are missing and its reason is stated.
 */
export async function runPlan(
  plan: readonly PlannedExperiment[],
  prepared: Prepared,
  options: RunOptions = {},
): Promise<Run> {
  const { profile, data, seeds, engine, features, slurm, out } = prepared;
  const startedAt = new Date();
  const begin = performance.now();
  const jobs = jobsOf(plan);
  const source = Object.values(data).every(({ source }) => source === 'synthetic') ? 'synthetic data' : 'real files';
  await writePlan(out, `Profile ${profile.name}, ${source}`, jobs);
  const outcomes = await compute(jobs, prepared, options);
  const byKey = new Map(outcomes.map((outcome) => [jobKey(outcome.job), outcome]));
  const outcome = <Config, Result>(job: Job<Config, Result>): JobOutcome<Result> => {
    // Records are checked by the job's own kind when they are read or written.
    const found = byKey.get(jobKey(job)) as JobOutcome<Result> | undefined;
    return found ?? { job, state: 'stopped', reason: 'it was not part of the run' };
  };
  const trained = new Map(
    plan.flatMap(({ dataset, training }) => {
      const { record } = outcome(training);
      return record ? [[dataset.name, record.result] as const] : [];
    }),
  );
  const trainSizes: TrainSizes = Object.fromEntries([...trained].map(([name, { trainSize }]) => [name, trainSize]));
  const facts = { gates: gatesOf(outcomes), ...(features && { features }) };
  const seconds = (performance.now() - begin) / 1000;
  const computedBy = outcomes.find(({ record }) => slurm && record)?.record?.environment ?? engine.description;
  const contextOf = (experiments: readonly Experiment[]): RunContext => ({
    profile: profile.name,
    data: datasetsOf(experiments)
      .map((name) => trained.get(name)?.data ?? unopened(name, data))
      .join('; '),
    backend: computedBy,
    seeds,
    reductions: reductions(profile, experiments, data, trainSizes),
  });
  const common = { profile, data, seeds, engine, facts, startedAt, seconds, outcome, contextOf };
  const runOf = (own: readonly PlannedExperiment[]): Run => ({
    ...common,
    plan: own,
    outcomes: jobsOf(own).map((job) => outcome(job)),
    only(experiments) {
      const ids = new Set(experiments.map(({ id }) => id));
      return runOf(own.filter(({ experiment }) => ids.has(experiment.id)));
    },
  });
  return runOf(plan);
}
