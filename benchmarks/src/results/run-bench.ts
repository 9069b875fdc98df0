import type { BenchJob } from '../jobs/define-job.js';
import { measuringJob } from '../jobs/registry.js';
import type { Experiment } from '../paper/experiment.js';
import type { TableSpec } from '../paper/table.js';
import { jobsOfTable } from '../paper/table.js';
import { preflight, type RunRequest } from '../run/preflight.js';
import { planOf, type Run, type RunOptions, runPlan } from '../run/run.js';
import { buildTables } from './build-table.js';
import type { Table } from './table.js';

/** What to train and evaluate, and which tables to fill. */
export interface BenchOptions extends Omit<RunRequest, 'wanted'>, RunOptions {
  readonly experiments: readonly Experiment[];
  /** Those without a row of one of the experiments are left out. */
  readonly tables: readonly TableSpec[];
  /** Kinds of jobs beyond those that the tables need. */
  readonly kinds?: readonly BenchJob[];
}

/** Filled tables, and the run that their numbers come from. */
export interface BenchResult {
  readonly tables: readonly Table[];
  readonly run: Run;
}

/**
 * Trains and evaluates experiments and fills tables. Finished jobs are taken from `out`, unfinished trainings continue where
 * they stopped; a job that fails does not stop the others, its numbers are missing and its reason is stated.
 * @throws {JobsError} if `out` cannot be written.
 * @throws {UserError} if the engine cannot be had, or the data do not fit the schedules.
 */
export async function runBench({
  experiments,
  tables,
  kinds = [],
  signal,
  events,
  ...request
}: BenchOptions): Promise<BenchResult> {
  const needed = tables.flatMap(jobsOfTable).map(measuringJob);
  const options = { ...(signal && { signal }), ...(events && { events }) };
  const prepared = await preflight({ ...request, wanted: [{ experiments, kinds: [...needed, ...kinds] }] }, options);
  const run = await runPlan(planOf(prepared), prepared, options);
  return { tables: buildTables(tables, run), run };
}
