import { type JobOutcome, minuteOf } from '@polyvae/jobs';
import type { BenchJob } from '../jobs/define-job.js';
import { jobKinds } from '../jobs/registry.js';
import type { Experiment } from '../paper/experiment.js';
import { jobOf } from '../run/plan.js';
import { jobReductions } from '../run/reductions.js';
import type { Run, RunContext } from '../run/run.js';

/** A number over several seeds. */
export interface Summary {
  /** Mean over the seeds; absent if it could not be computed. */
  readonly ours?: number;
  /** Sample standard deviation over the seeds; absent with one seed. */
  readonly sd?: number;
  /** The value of each seed. */
  readonly values: readonly number[];
  /** Why there is no value though there should be one. */
  readonly missing?: string;
}

/** Mean and spread of the values of several seeds. */
export function summarise(values: readonly number[]): Summary {
  if (values.length === 0) return { values };
  const ours = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - ours) ** 2, 0);
  return { ours, values, ...(values.length > 1 && { sd: Math.sqrt(squares / (values.length - 1)) }) };
}

/** Outcomes of one kind of job for one experiment, a job a seed. */
export function outcomesOf<Config, Result>(
  run: Run,
  experiment: string,
  kind: BenchJob<Config, Result>,
): JobOutcome<Result>[] {
  const own = run.plan.filter((planned) => planned.experiment.id === experiment);
  return own.flatMap((planned) => jobOf(planned, kind) ?? []).map((job) => run.outcome(job));
}

/** Results of the outcomes that have one. */
export function resultsOf<Result>(outcomes: readonly JobOutcome<Result>[]): Result[] {
  return outcomes.flatMap(({ record }) => (record ? [record.result] : []));
}

/** Age of numbers and reasons why some are missing. */
export interface Provenance {
  /** When the oldest was computed, if that was in an earlier run. */
  readonly computedEarlier?: string;
  /** Why some are missing. */
  readonly missing?: string;
}

/** Where the numbers of some outcomes come from. */
export function provenanceOf(outcomes: readonly JobOutcome[]): Provenance {
  const reused = outcomes.flatMap(({ state, record }) => (state === 'reused' && record ? [record.computedAt] : []));
  const [oldest] = reused.sort();
  const failed = outcomes.find(({ record }) => !record);
  return {
    ...(oldest && { computedEarlier: minuteOf(oldest) }),
    ...(failed && { missing: failed.reason ?? failed.state }),
  };
}

/** The context of all numbers of a run. */
export function contextOfRun(run: Run): RunContext {
  const experiments = [...new Set(run.plan.map(({ experiment }) => experiment))];
  const names = new Set(run.outcomes.map(({ job }) => job.kind.kind));
  return contextOf(
    run,
    experiments,
    jobKinds.filter(({ kind }) => names.has(kind)),
  );
}

/** The context of numbers of some experiments, with what is reduced in the jobs that give them. */
export function contextOf(run: Run, experiments: readonly Experiment[], kinds: readonly BenchJob[]): RunContext {
  const context = run.contextOf(experiments);
  const names = new Set(experiments.map(({ dataset }) => dataset));
  const data = Object.fromEntries(Object.entries(run.data).filter(([name]) => names.has(name)));
  const own = kinds.flatMap((kind) => jobReductions(kind, run.profile, data, run.facts));
  return { ...context, reductions: [...new Set([...context.reductions, ...own])] };
}
