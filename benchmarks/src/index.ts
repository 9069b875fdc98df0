/**
 * Experiments and tables of the paper as data, one runner for them, and the report.
 * @packageDocumentation
 */

export { type BenchOptions, type BenchResult, type FigureResult, runBench } from './bench.js';
export { buildAttributes } from './build-attributes.js';
export { buildSweep } from './build-sweep.js';
export { buildTable } from './build-table.js';
export type { DataSpec, DataSpecs, DigitsData, FacesData } from './data/data-spec.js';
export { describeCelebA, describeFiles } from './data/describe-files.js';
export { type OpenOptions, openData } from './data/open-data.js';
export {
  type BackendName,
  backendNames,
  type Engine,
  type EngineOptions,
  parseBackend,
  startEngine,
} from './engines/engine.js';
export { TFJS_NODE_KERNELS } from './engines/tfjs-node-kernels.js';
export { estimateCost, type UnitCost } from './estimate-cost.js';
export { type EvaluationFacts, evaluationReductions } from './evaluation-reductions.js';
export {
  type DatasetName,
  type DigitKey,
  type DigitsExperiment,
  type Experiment,
  type ExperimentBase,
  experimentChangesSchema,
  experimentSchema,
  type FaceKey,
  type FacesExperiment,
  type PerModality,
} from './experiment.js';
export { digitsExperiments, experiments, facesExperiments, findExperiment } from './experiments/registry.js';
export type {
  AttributesFigure,
  AttributesLine,
  AttributesSpec,
  FigureSpec,
  PicturesSpec,
  Sweep,
  SweepLine,
  SweepPanel,
  SweepPoint,
  SweepSpec,
} from './figure.js';
export { type FigureRequest, figureRequest } from './figures/figure-request.js';
export { figures, findFigure } from './figures/registry.js';
export { measureSteps, type StepOptions, type StepTiming } from './measure-steps.js';
export { type ExperimentUnits, type PlanRequest, planUnits, unitsOf } from './plan.js';
export type { FacesProfile, Profile, ScheduleLength } from './profile.js';
export { findProfile, profiles } from './profiles/registry.js';
export { reductions, type TrainSizes } from './reductions.js';
export { renderTable, tableFormats } from './render/formats.js';
export { renderStrings } from './render/strings.js';
export { type PictureRow, pictureGrid } from './report/picture-grid.js';
export { buildFigure, type Figure, writeFigure } from './report/write-figure.js';
export { type ReportFiles, writeReport } from './report/write-report.js';
export type { Executor } from './runner/executor.js';
export { inProcessExecutor } from './runner/in-process-executor.js';
export { processExecutor } from './runner/process-executor.js';
export { type ScheduleEvents, scheduleUnits, type UnitOutcome } from './runner/schedule-units.js';
export {
  type EvaluationKind,
  type UnitKind,
  type UnitOf,
  type UnitOfKind,
  unitKey,
  type WorkUnit,
} from './runner/unit.js';
export type { UnitContext, UnitProgress } from './runner/unit-events.js';
export { type UnitRecord, UnitStore } from './runner/unit-store.js';
export { type Schedule, scheduleOf, totalSteps } from './schedule.js';
export type { SlurmSettings } from './slurm/job-script.js';
export { type StringsSpec, type StringsTable, stringsOfData, stringsOfModel } from './strings-table.js';
export type {
  LeftOutRow,
  Table,
  TableCell,
  TableColumn,
  TableContext,
  TableMetric,
  TableRow,
  TableRowSpec,
  TableSpec,
  TableUnitKind,
} from './table.js';
export { findTable, stringsTables, tables } from './tables/registry.js';
export {
  type AttributeClassifierConfig,
  type AttributeClassifierResult,
  runAttributeClassifier,
} from './units/attribute-classifier.js';
export {
  type AttributeCoherenceConfig,
  type AttributeCoherenceResult,
  runAttributeCoherence,
} from './units/attribute-coherence.js';
export {
  type AttributeProbeConfig,
  type AttributeProbeUnitResult,
  runAttributeProbe,
} from './units/attribute-probe.js';
export { buildModel, type DigitsTensors } from './units/build-model.js';
export { type ClassifierConfig, type ClassifierResult, runClassifier } from './units/classifier.js';
export { type CoherenceConfig, type CoherenceResult, runCoherence } from './units/coherence.js';
export type { EvaluationResult } from './units/evaluation-result.js';
export {
  type FacePictureName,
  type FaceSamplesConfig,
  type FaceSamplesResult,
  runFaceSamples,
} from './units/face-samples.js';
export { type FeatureSpec, inceptionFeatures } from './units/feature-spec.js';
export { type LatentSpaceConfig, type LatentSpaceResult, runLatentSpace } from './units/latent-space.js';
export {
  type LikelihoodConfig,
  type LikelihoodEstimate,
  type LikelihoodResult,
  runLikelihood,
} from './units/likelihood.js';
export { loadModel } from './units/load-model.js';
export type { PlanarPoints } from './units/principal-components.js';
export { type ProbeConfig, type ProbeResult, runProbe } from './units/probe.js';
export { type QualityCell, type QualityConfig, type QualityResult, runQuality } from './units/quality.js';
export { type PictureName, runSamples, type SamplesConfig, type SamplesResult } from './units/samples.js';
export {
  type CurvePoint,
  type DigitsTrainConfig,
  type FacesTrainConfig,
  runTrain,
  type TrainConfig,
  type TrainConfigOf,
  type TrainResult,
} from './units/train.js';
export { UserError } from './user-error.js';
