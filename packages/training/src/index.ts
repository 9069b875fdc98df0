/**
 * A training loop with exact resume for anything trainable in TensorFlow.js.
 * @packageDocumentation
 */
export { type AdamOptions, adam } from './adam.js';
export type { BatchSource } from './batch-source.js';
export { checkpointPosition } from './checkpoint.js';
export { type CheckpointStore, memoryCheckpoints, type StoredCheckpoint } from './checkpoint-store.js';
export { type ClippedGradients, clipByGlobalNorm } from './clip-by-global-norm.js';
export type { Compile, CompiledInputs } from './compile.js';
export type { EarlyStoppingOptions } from './early-stopping.js';
export { CheckpointError, NonFiniteError, TrainingAborted } from './errors.js';
export { type EvaluateLossOptions, evaluateLoss } from './evaluate.js';
export {
  type FindLearningRateOptions,
  type FoundLearningRate,
  findLearningRate,
  type LearningRateTrial,
} from './find-learning-rate.js';
export { fit } from './fit.js';
export type { FitOptions } from './fit-options.js';
export type { FitRun } from './fit-run.js';
export { float32Of } from './float32-of.js';
export { logToAll } from './log-to-all.js';
export type { Optimizer, OptimizerCounts, OptimizerSlots, OptimizerState, OptimizerUpdate } from './optimizer.js';
export type { EpochResult, Progress, StepEvent } from './progress.js';
export { type LogEntry, type LogPosition, memoryLog, type RunLog } from './run-log.js';
export {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type SafetensorsEntry,
  SafetensorsError,
  type SafetensorsType,
} from './safetensors.js';
export {
  type CoolDownOptions,
  type CosineOptions,
  constant,
  coolDown,
  cosine,
  type Schedule,
  type StepDecayOptions,
  stepDecay,
  type WarmUpOptions,
  warmUp,
} from './schedules.js';
export { type SgdOptions, sgd } from './sgd.js';
export type { LossTerms, LossTermsOf, TermName, Terms, TermValues, TermValuesOf } from './terms.js';
export {
  type CreateTrainStepOptions,
  createTrainStep,
  disposeOptimizerState,
  type StepOptions,
  type TrainStepOptions,
  type TrainStepResult,
  trainStep,
} from './train-step.js';
export type {
  GradientResult,
  LossContext,
  LossResult,
  PreparedBatch,
  Settings,
  SettingValue,
  Trainable,
} from './trainable.js';
export { loadWeights, type ModelWeights, saveWeights } from './weights.js';
