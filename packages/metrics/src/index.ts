/**
 * Metrics for multimodal generative models: functions of numbers and tensors that know no model.
 * @packageDocumentation
 */
export { averagePrecision } from './average-precision.js';
export {
  type ClassAccuracy,
  type Labels,
  type Latents,
  linearProbe,
  type ProbeData,
  type ProbeResult,
} from './linear-probe.js';
export { type LogisticRegression, type LogisticRegressionOptions, logisticRegression } from './logistic-regression.js';
export type { Matrix } from './matrix.js';
export { type ProbeSubsetsOptions, probeSubsets, type Split } from './probe-subsets.js';
export { allSubsets, subsetName } from './subsets.js';
