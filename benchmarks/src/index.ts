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
export { openData } from './datasets/open-data.js';
export { datasets, experiments, findDataset, findExperiment, runsWhole } from './datasets/registry.js';
export { type BackendName, backendNames } from './engines/backend-names.js';
export {
  type Engine,
  type EngineOptions,
  releaseEngine,
  resolveBackend,
  startEngine,
  stepCompiler,
} from './engines/engine.js';
export { readConfig } from './input/parse-config.js';
export { choices } from './input/suggest.js';
export { UserError } from './input/user-error.js';
export { visibleText } from './input/visible-text.js';
export { type FeatureSpec, featureSpecSchema } from './jobs/compute/features.js';
export { loadTrainedModel } from './jobs/compute/load-model.js';
export { weightsFile } from './jobs/compute/weights-file.js';
export * from './jobs/define-job.js';
export { type EvaluationResult, evaluationShape } from './jobs/evaluation-result.js';
export { probe } from './jobs/probe.js';
export { jobKinds, measuringJob, measuringJobs, showingJobs } from './jobs/registry.js';
export { checkRun, hasRun, holdsTraining, readRun, requireWholeLog } from './jobs/run-directory.js';
export { samples } from './jobs/samples.js';
export { isDrawn, pictureRow } from './jobs/samples-run.js';
export { adjustedSchedule, scheduleOf, type TrainingSchedule } from './jobs/schedule.js';
export type * from './jobs/shown.js';
export { type TrainResult, train } from './jobs/train.js';
export { trainedExperiment } from './jobs/trained-experiment.js';
export type { TrainConfig } from './jobs/training.js';
export {
  type Experiment,
  experimentSchema,
  type PerModality,
  type RecipeChanges,
  recipeKeys,
} from './paper/experiment.js';
export type * from './paper/figure.js';
export { figures, findFigure, isOfPaper } from './paper/figures/registry.js';
export * from './paper/profile.js';
export { findProfile, profiles } from './paper/profiles.js';
export { type RecipeName, recipeNames } from './paper/recipe.js';
export {
  jobsOfTable,
  type StringsSpec,
  type TableColumn,
  type TableMetric,
  type TableRowSpec,
  type TableSpec,
} from './paper/table.js';
export { findTable, stringsTables, tables } from './paper/tables/registry.js';
export { picturesSvg } from './report/shown/pictures.js';
export { writeFigure } from './report/write-figure.js';
export { type ReportFiles, writeReport } from './report/write-report.js';
export { buildTables } from './results/build-table.js';
export type * from './results/figure.js';
export { buildFigure, figureNeeds, needsNoExtraWork } from './results/figures/registry.js';
export { renderFigure, renderStrings, renderTable, tableFormats } from './results/formats/registry.js';
export { renderTerminals, type Strong } from './results/formats/terminal.js';
export { type BenchOptions, type BenchResult, runBench } from './results/run-bench.js';
export { stringsOfData, stringsOfModel } from './results/strings-table.js';
export { contextOfRun, type Provenance, type Summary } from './results/summary.js';
export type { LeftOutRow, StringsTable, Table, TableCell, TableRow } from './results/table.js';
export { estimateCost, type JobCost, wallSeconds } from './run/cost.js';
export { type DataSource, dataSpec, dataSpecs, missingFolder } from './run/data-specs.js';
export { requireDrawingFits } from './run/drawing-memory.js';
export { inceptionFeatures } from './run/inception-features.js';
export { type MeasureStepsOptions, measureSteps, type StepTiming } from './run/measure-steps.js';
export { jobsOf, type PlannedExperiment, type PlanRequest, type Wanted } from './run/plan.js';
export { seedsFor } from './run/plan-memory.js';
export { type Prepared, preflight, type RunRequest, type SlurmRequest } from './run/preflight.js';
export type { EvaluationFacts, TrainSizes } from './run/reductions.js';
export { planOf, type Run, type RunContext, type RunOptions, runPlan } from './run/run.js';
export { requireTrainingFits } from './run/training-memory.js';
export * as worker from './run/worker.js';
