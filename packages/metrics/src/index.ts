/**
 * Metrics for multimodal generative models: functions of numbers and tensors that know no model.
 * @packageDocumentation
 */
export { averagePrecision } from './average-precision.js';
export { averagePrecisions } from './average-precisions.js';
export {
  type Agreement,
  type ClassifierAccuracyOptions,
  classifierAccuracy,
} from './classifier-accuracy.js';
export type { Classify, Predictions } from './classify.js';
export { type ConditionalCoherenceOptions, conditionalCoherence, type GeneratedData } from './conditional-coherence.js';
export { confusionMatrix } from './confusion-matrix.js';
export {
  type ExtractedFeatures,
  type ExtractFeaturesOptions,
  extractFeatures,
  type ImageSource,
} from './features/extract-features.js';
export { type FeatureExtractor, rawPixels } from './features/feature-extractor.js';
export type { InceptionVariant } from './features/inception/architecture.js';
export {
  type InceptionOptions,
  type InceptionV3,
  inceptionV3,
  type NamedWeights,
} from './features/inception/inception-v3.js';
export type { Features } from './features/read-features.js';
export { type FeatureStatistics, featureStatistics } from './frechet/feature-statistics.js';
export { type FidOptions, type FidResult, fid } from './frechet/fid.js';
export { jackknifeError } from './jackknife-error.js';
export {
  type ClassAccuracy,
  type LabelledLatents,
  type Labels,
  type LatentMatrix,
  linearProbe,
  type ProbeData,
  type ProbeResult,
} from './linear-probe.js';
export {
  averageLogLikelihoods,
  type DrawRequest,
  type ImportanceLogLikelihoodOptions,
  type ImportanceSampling,
  importanceLogLikelihood,
  type LogLikelihood,
  type LogWeights,
} from './log-likelihood.js';
export { LogMeanExp, logMeanExp } from './log-mean-exp.js';
export {
  type LogisticRegression,
  type LogisticRegressionOptions,
  logisticRegression,
  type RegressionData,
} from './logistic-regression.js';
export { type PrdcOptions, type PrdcResult, prdc } from './manifold/prdc.js';
export type { Matrix } from './matrix.js';
export { fBeta, maxFBeta } from './prd/f-beta.js';
export { type KMeansOptions, type KMeansResult, kMeans } from './prd/k-means.js';
export { clusterHistogram, type PrdOptions, type PrdResult, prd } from './prd/prd.js';
export { averageCurves, type PrdCurve, prdCurve, prdMean } from './prd/prd-curve.js';
export {
  type AttributeData,
  type AttributeProbeData,
  type AttributeProbeResult,
  probeAttributes,
} from './probe-attributes.js';
export { type ProbeSplit, type ProbeSubsetsOptions, probeSubsets } from './probe-subsets.js';
export { coherenceOf, type RandomCoherence, type RandomCoherenceOptions, randomCoherence } from './random-coherence.js';
export { AccuracyError, requireAccuracy } from './require-accuracy.js';
export {
  type Proposals,
  type SubsetLogLikelihoods,
  type SubsetLogLikelihoodsOptions,
  subsetLogLikelihoods,
} from './subset-log-likelihoods.js';
export { allSubsets, subsetName } from './subsets.js';
