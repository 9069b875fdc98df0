import os from 'node:os';
import { buildTable } from './build-table.js';
import { type DataSpecs, isSynthetic } from './data/data-spec.js';
import { type BackendName, type Engine, startEngine } from './engines/engine.js';
import { type EvaluationFacts, evaluationReductions } from './evaluation-reductions.js';
import type { DatasetName, Experiment } from './experiment.js';
import type { FigureRequest } from './figures/figure-request.js';
import { makeFolder } from './make-folder.js';
import { type ExperimentUnits, planUnits, unitsOf } from './plan.js';
import type { Profile } from './profile.js';
import { reductions } from './reductions.js';
import { inProcessExecutor } from './runner/in-process-executor.js';
import { writePlan } from './runner/plan-file.js';
import { processExecutor } from './runner/process-executor.js';
import { type ScheduleEvents, scheduleUnits, type UnitOutcome } from './runner/schedule-units.js';
import { type EvaluationKind, unitKey, type WorkUnit } from './runner/unit.js';
import { UnitStore } from './runner/unit-store.js';
import type { SlurmSettings } from './slurm/job-script.js';
import { runOnSlurm } from './slurm/run-on-slurm.js';
import { slurmCommands } from './slurm/slurm-commands.js';
import { type Table, type TableContext, type TableSpec, unitsOfTable } from './table.js';
import type { ClassifierResult } from './units/classifier.js';
import type { FeatureSpec } from './units/feature-spec.js';
import type { TrainResult } from './units/train.js';

/** What to run and how. */
export interface BenchOptions {
  readonly profile: Profile;
  readonly experiments: readonly Experiment[];
  /** Those of the experiments' data sets. */
  readonly data: DataSpecs;
  readonly seeds: readonly number[];
  /** Those without a row of one of the experiments are left out. */
  readonly tables: readonly TableSpec[];
  /** Evaluations beyond those that the tables need. */
  readonly kinds?: readonly EvaluationKind[];
  /** What figures need besides; computed in the same run, after what the tables need. */
  readonly figures?: readonly FigureRequest[];
  /** In which features images are compared; absent: those of the modality's classifier. */
  readonly features?: FeatureSpec;
  readonly backend: BackendName;
  /** Where results are kept and reused from. */
  readonly out: string;
  /** Processes that compute at the same time; 0: in this one. */
  readonly processes: number;
  /** Compute on Slurm instead of in processes of this machine. */
  readonly slurm?: SlurmSettings;
  /** Threads of each process's engine; absent: the cores shared out. */
  readonly threads?: number;
  /** Stops the run; what was reached is kept. */
  readonly signal?: AbortSignal;
  readonly events?: ScheduleEvents & {
    /** Told once, before the first unit starts. */
    onPlan?(plan: readonly ExperimentUnits[], engine: Engine): void | Promise<void>;
    /** Told what goes on with Slurm: jobs submitted, found, left. */
    onNote?(text: string): void;
  };
}

/** What a run gave for one figure. */
export type FigureResult = Pick<BenchResult, 'plan' | 'outcomes' | 'context' | 'facts' | 'outcome'>;

/** What a run gave. */
export interface BenchResult {
  readonly plan: readonly ExperimentUnits[];
  readonly outcomes: readonly UnitOutcome[];
  readonly tables: readonly Table[];
  /** What was computed for each of the figures that were asked for. */
  readonly figures: readonly FigureResult[];
  /** What everything was made with. */
  readonly context: TableContext;
  /** What the evaluations were made with. */
  readonly facts: EvaluationFacts;
  readonly engine: Engine;
  readonly startedAt: Date;
  readonly seconds: number;
  /** The outcome of one of the plan's units. */
  outcome(unit: WorkUnit): UnitOutcome;
}

function kindsOf({ tables, kinds = [] }: BenchOptions): EvaluationKind[] {
  const needed = tables.flatMap(unitsOfTable).filter((unit) => unit !== 'train');
  return [...new Set([...needed, ...kinds])];
}

/** What can be said of data that no finished training has opened. */
function unopened(data: DataSpecs, dataset: DatasetName): string {
  const spec = data[dataset];
  if (dataset === 'celeba') return spec && isSynthetic(spec) ? 'synthetic faces' : 'CelebA files';
  return spec && isSynthetic(spec) ? 'synthetic digits' : 'MNIST and SVHN files';
}

/** An engine that computes on other machines: this one need not have it. */
function elsewhere(name: Engine['name']): Engine {
  return { name, description: `${name} on Slurm` };
}

async function runHere(
  units: readonly WorkUnit[],
  options: {
    readonly store: UnitStore;
    readonly signal: AbortSignal;
    readonly engine: Engine;
    readonly processes: number;
    readonly threads: number | undefined;
    readonly events: ScheduleEvents;
  },
): Promise<UnitOutcome[]> {
  const { store, signal, engine, processes, events } = options;
  const threads = options.threads ?? os.availableParallelism();
  const executors =
    processes === 0
      ? [inProcessExecutor(store, engine)]
      : Array.from({ length: processes }, () => processExecutor({ root: store.root, backend: engine.name, threads }));
  try {
    return await scheduleUnits(units, { ...events, store, executors, signal });
  } finally {
    await Promise.all(executors.map((executor) => executor.close()));
  }
}

/**
 * Trains and evaluates experiments and fills tables. Finished units are taken from `out`, unfinished trainings continue
 * where they stopped; a unit that fails does not stop the others, its numbers are missing and its reason is stated.
 * @throws {UserError} if the engine cannot be had, or `out` cannot be written.
 */
export async function runBench(options: BenchOptions): Promise<BenchResult> {
  const { profile, experiments, data, seeds, out, processes, events = {} } = options;
  const startedAt = new Date();
  const begin = performance.now();
  makeFolder(out);
  const threads =
    options.threads ?? (processes > 1 ? Math.max(1, Math.floor(os.availableParallelism() / processes)) : undefined);
  const engine =
    options.slurm && (options.backend === 'node-gpu' || options.backend === 'node')
      ? elsewhere(options.backend)
      : await startEngine(options.backend, { threads, purpose: 'train' });
  const common = {
    profile,
    data,
    seeds,
    backend: engine.name,
    ...(options.features && { features: options.features }),
  };
  const plan = planUnits({ ...common, experiments, kinds: kindsOf(options) });
  const requests = options.figures ?? [];
  const figurePlans = requests.map((request) => planUnits({ ...common, ...request }));
  const whole = [...plan, ...figurePlans.flat()];
  await writePlan(
    out,
    `Profile ${profile.name}, ${Object.values(data).every(isSynthetic) ? 'synthetic data' : 'real files'}`,
    unitsOf(whole),
  );
  await events.onPlan?.(whole, engine);
  const store = new UnitStore(out);
  const signal = options.signal ?? new AbortController().signal;
  const run = { store, signal, backend: engine.name, threads };
  const outcomes = options.slurm
    ? await runOnSlurm(unitsOf(whole), { ...run, settings: options.slurm, slurm: slurmCommands, events })
    : await runHere(unitsOf(whole), { ...run, processes, engine, events });
  const byKey = new Map(outcomes.map((outcome) => [unitKey(outcome.unit), outcome]));
  const outcome = (unit: WorkUnit): UnitOutcome => byKey.get(unitKey(unit))!;
  const trained = new Map(
    whole.flatMap(({ experiment: { dataset }, units }) => {
      const result = outcome(units.train).record?.result as TrainResult | undefined;
      return result ? [[dataset, result] as const] : [];
    }),
  );
  const trainSizes = Object.fromEntries([...trained].map(([dataset, { trainSize }]) => [dataset, trainSize]));
  const gates = outcomes.flatMap(({ unit, record }) =>
    unit.kind === 'classifier' && record ? [[unit.config.modality, (record.result as ClassifierResult).gate]] : [],
  );
  const facts = { gates: Object.fromEntries(gates), ...(options.features && { features: options.features }) };
  const computedBy = outcomes.find(({ record }) => options.slurm && record)?.record?.engine ?? engine.description;
  const contextOf = (own: readonly Experiment[]): TableContext => {
    const datasets = [...new Set(own.map(({ dataset }) => dataset))];
    return {
      profile: profile.name,
      data: datasets.map((dataset) => trained.get(dataset)?.data ?? unopened(data, dataset)).join('; '),
      backend: computedBy,
      seeds,
      reductions: reductions(profile, own, data, trainSizes),
    };
  };
  const figures = requests.map((request, i): FigureResult => {
    const own = figurePlans[i]!;
    return { plan: own, outcomes: unitsOf(own).map(outcome), context: contextOf(request.experiments), facts, outcome };
  });
  return {
    plan,
    outcomes,
    figures,
    facts,
    context: contextOf(experiments),
    tables: options.tables.flatMap((table) => {
      const shown = experiments.filter(({ id }) => table.rows.some(({ experiment }) => experiment === id));
      if (shown.length === 0) return [];
      const context = contextOf(shown);
      const own = unitsOfTable(table).flatMap((unit) => evaluationReductions(profile, unit, data, facts));
      return buildTable(table, plan, outcomes, {
        ...context,
        reductions: [...new Set([...context.reductions, ...own])],
      });
    }),
    engine,
    startedAt,
    seconds: (performance.now() - begin) / 1000,
    outcome,
  };
}
