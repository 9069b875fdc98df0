/**
 * The paper as data, data sets and kinds of jobs as one definition each, one runner for them, and the report.
 * @packageDocumentation
 */
export {
  type DataSpec,
  type DataSpecs,
  dataSpecSchema,
  type FilesSpec,
  type SyntheticSpec,
} from './datasets/data-spec.js';
export * from './datasets/dataset.js';
export { datasets, experiments, findDataset, findExperiment } from './datasets/registry.js';
export { type BackendName, backendNames } from './engines/backend-names.js';
export type { Engine } from './engines/engine.js';
export { UserError } from './input/user-error.js';
export { type FeatureSpec, featureSpecSchema, inceptionFeatures } from './jobs/compute/features.js';
export { loadModel } from './jobs/compute/load-model.js';
export * from './jobs/define-job.js';
export { type EvaluationResult, evaluationShape } from './jobs/evaluation-result.js';
export { jobKinds, measuringJobs, showingJobs } from './jobs/registry.js';
export type { Schedule } from './jobs/schedule.js';
export type * from './jobs/shown.js';
export type { TrainResult } from './jobs/train.js';
export type { TrainConfig } from './jobs/training.js';
export type { Experiment, PerModality } from './paper/experiment.js';
export type * from './paper/figure.js';
export { figures, findFigure } from './paper/figures/registry.js';
export * from './paper/profile.js';
export { findProfile, profiles } from './paper/profiles.js';
export type { StringsSpec, TableColumn, TableMetric, TableRowSpec, TableSpec } from './paper/table.js';
export { findTable, stringsTables, tables } from './paper/tables/registry.js';
export { writeFigure } from './report/write-figure.js';
export { type ReportFiles, writeReport } from './report/write-report.js';
export { buildTables } from './results/build-table.js';
export type * from './results/figure.js';
export { buildFigure, figureNeeds } from './results/figures/registry.js';
export { renderFigure, renderStrings, renderTable, tableFormats } from './results/formats/registry.js';
export { type BenchOptions, type BenchResult, runBench } from './results/run-bench.js';
export { stringsOfData, stringsOfModel } from './results/strings-table.js';
export type { Provenance, Summary } from './results/summary.js';
export type { LeftOutRow, StringsTable, Table, TableCell, TableRow } from './results/table.js';
export { type DataSource, dataSpecs } from './run/data-specs.js';
export type { PlannedExperiment, Wanted } from './run/plan.js';
export type { EvaluationFacts } from './run/reductions.js';
export type { Run, RunContext, RunOptions } from './run/run.js';
