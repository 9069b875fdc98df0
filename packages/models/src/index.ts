/**
 * Multimodal variational autoencoders: networks, fusion, objectives and the models MVAE, MMVAE and mmJSD.
 * @packageDocumentation
 */
export { ShapeError } from '@polyvae/errors';
export type { LossContext, Settings, SettingValue, Terms } from '@polyvae/training';
export {
  type CelebaClassifierOptions,
  type CelebaTextClassifierOptions,
  celebaImageClassifier,
  celebaTextClassifier,
} from './classifiers/celeba-classifiers.js';
export {
  Classifier,
  type ClassifierBatch,
  type ClassifierOptions,
  type ClassifierTarget,
  type ClassifierTerms,
  type Decisions,
} from './classifiers/classifier.js';
export {
  mnistClassifier,
  svhnClassifier,
  textClassifier,
} from './classifiers/digit-classifiers.js';
export { BatchError, ConfigurationError } from './errors.js';
export type { FusionWeights } from './fusion/fusion-weights.js';
export type { AssignmentOptions, ComponentWeights } from './fusion/mixture-component.js';
export type { PriorExpert, SubsetAssignment } from './fusion/subset-mixture.js';
export { bernoulli } from './likelihoods/bernoulli.js';
export { categorical } from './likelihoods/categorical.js';
export { continuousBernoulli } from './likelihoods/continuous-bernoulli.js';
export { registerLikelihood } from './likelihoods/from-config.js';
export { laplace } from './likelihoods/laplace.js';
export type { Likelihood, LikelihoodParameter } from './likelihoods/likelihood.js';
export type { ScaleOptions } from './likelihoods/location-scale.js';
export { type NegativeBinomialOptions, negativeBinomial } from './likelihoods/negative-binomial.js';
export { normal } from './likelihoods/normal.js';
export { poisson } from './likelihoods/poisson.js';
export type { PositiveParameter } from './likelihoods/positive-parameter.js';
export type { Batch } from './modalities/batch.js';
export type { CheckedBatch, Observation } from './modalities/checked-batch.js';
export type { Modality, ModalityFactors, ModalityOptions, NetworkSource } from './modalities/modality.js';
export {
  createMultimodalVae,
  type LatentOptions,
  type MultimodalVaeOptions,
} from './model/create-multimodal-vae.js';
export { type EstimateOptions, elbo } from './model/evaluation.js';
export { features, type LatentSpace } from './model/features.js';
export {
  type DrawnPosteriors,
  type ImportanceDraws,
  type ImportanceProposals,
  type ImportanceRequest,
  importanceProposals,
  type LogImportanceWeights,
  logImportanceWeights,
  type ProposalOptions,
} from './model/importance-weights.js';
export type { LatentDraws } from './model/latent-draws.js';
export {
  type GenerationOptions,
  type Latents,
  MultimodalVae,
  type PosteriorOptions,
  type Posteriors,
  type RepresentationOptions,
  type SubsetRepresentation,
} from './model/multimodal-vae.js';
export type { SharedPosterior } from './model/subset-posterior.js';
export { type Activation, centre, logCounts, relu, reshape, sigmoid } from './networks/activation.js';
export { type BatchNormOptions, batchNorm } from './networks/batch-norm.js';
export type { CelebaNetworkSettings } from './networks/celeba-blocks.js';
export {
  type CelebaImageNetworkOptions,
  celebaImageDecoder,
  celebaImageEncoder,
} from './networks/celeba-image.js';
export { type CelebaTextNetworkOptions, celebaTextDecoder, celebaTextEncoder } from './networks/celeba-text.js';
export { type Convolution1dOptions, conv1d, conv1dTranspose } from './networks/conv1d.js';
export { type ConvolutionOptions, conv2d } from './networks/conv2d.js';
export { conv2dTranspose, type TransposedConvolutionOptions } from './networks/conv2d-transpose.js';
export { channelDropout, dropout } from './networks/dropout.js';
export type { ClassifierNetworkOptions, FeatureNetwork } from './networks/feature-network.js';
export { type NetworkBuilder, registerNetwork } from './networks/from-config.js';
export { type GaussianEncoderOptions, gaussianEncoder } from './networks/gaussian-encoder.js';
export { type JointEncoder, type JointEncoderOptions, jointEncoder } from './networks/joint-encoder.js';
export { layersModelDecoder, layersModelEncoder } from './networks/layers-model.js';
export { type LinearOptions, linear } from './networks/linear.js';
export { type MlpOptions, mlp } from './networks/mlp.js';
export { type MnistNetworkOptions, mnistDecoder, mnistEncoder } from './networks/mnist.js';
export type {
  ApplyContext,
  BuildContext,
  Decoder,
  Encoder,
  EncoderOutput,
  GaussianParameters,
  ImageEncoderContext,
  LatentSizes,
  Network,
  NetworkConfig,
  ObjectivePart,
} from './networks/network.js';
export type { Spatial } from './networks/padding.js';
export type { Initialisation } from './networks/parameter.js';
export { type BlockParameter, parameterBlock } from './networks/parameter-block.js';
export { polymnistClassifier, polymnistDecoder, polymnistEncoder } from './networks/polymnist.js';
export {
  type ResidualBlockOptions,
  residualBlock1d,
  residualBlock1dTranspose,
  residualBlock2d,
  residualBlock2dTranspose,
} from './networks/residual-block.js';
export { sequential } from './networks/sequential.js';
export { svhnDecoder, svhnEncoder } from './networks/svhn.js';
export { type TextNetworkOptions, textDecoder, textEncoder } from './networks/text.js';
export { type Beta, type TrainingProgress, type WarmUpBetaOptions, warmUpBeta } from './objectives/beta.js';
export { type CrmvaeOptions, crmvaeObjective } from './objectives/crmvae.js';
export { type DmvaeOptions, dmvaeObjective } from './objectives/dmvae.js';
export { registerObjective } from './objectives/from-config.js';
export { type IwaeOptions, iwaeObjective } from './objectives/iwae.js';
export { type JmvaeOptions, jmvaeObjective } from './objectives/jmvae.js';
export { type MmjsdOptions, mmjsdObjective } from './objectives/mmjsd.js';
export { type MmvaeOptions, mmvaeObjective } from './objectives/mmvae.js';
export { type MmvaePlusOptions, mmvaePlusObjective } from './objectives/mmvae-plus.js';
export { type MopoeOptions, mopoeObjective } from './objectives/mopoe.js';
export { type MvaeOptions, mvaeObjective } from './objectives/mvae.js';
export { type MvtcaeOptions, mvtcaeObjective } from './objectives/mvtcae.js';
export { type MwbvaeOptions, mwbvaeObjective } from './objectives/mwbvae.js';
export type {
  ModalityPosterior,
  NoiseRequest,
  Objective,
  ObjectiveContext,
  ObjectiveGradients,
  ObjectiveModel,
  ObjectiveResult,
  PartContext,
  PosteriorFamily,
  PosteriorKind,
} from './objectives/objective.js';
export type { ModalityTerms, ObjectiveTerms, UnimodalTerms } from './objectives/objective-terms.js';
export type { ObjectiveOptions } from './objectives/options.js';
export type { LatentPosterior } from './objectives/posteriors.js';
export { type TelboOptions, telboObjective } from './objectives/telbo.js';
export { type VaeOptions, vaeObjective } from './objectives/vae.js';
export { type CelebaModalitiesOptions, celebaModalities } from './presets/celeba-modalities.js';
export { type ConvModalityOptions, convModality } from './presets/conv-modality.js';
export { type CrmvaeModelOptions, crmvae } from './presets/crmvae.js';
export { type DenseModalityOptions, denseModality, type ReadyModalityOptions } from './presets/dense-modality.js';
export { type DigitModalitiesOptions, digitModalities } from './presets/digit-modalities.js';
export { type DmvaeModelOptions, dmvae } from './presets/dmvae.js';
export { type IwaeModelOptions, iwae } from './presets/iwae.js';
export { type JmvaeModelOptions, jmvae } from './presets/jmvae.js';
export { type MmvaePlusModelOptions, mmvaePlus } from './presets/mmvae-plus.js';
export { type MopoeModelOptions, mopoe } from './presets/mopoe.js';
export { type MvtcaeModelOptions, mvtcae } from './presets/mvtcae.js';
export { type MwbvaeModelOptions, mwbvae } from './presets/mwbvae.js';
export { type PolymnistModalitiesOptions, polymnistModalities } from './presets/polymnist-modalities.js';
export {
  type MmjsdModelOptions,
  type MmvaeModelOptions,
  type ModelOptions,
  type MvaeModelOptions,
  mmjsd,
  mmvae,
  mvae,
} from './presets/presets.js';
export { type TelboModelOptions, telbo } from './presets/telbo.js';
export { type TextModalityOptions, textModality } from './presets/text-modality.js';
export { type VaeModelOptions, vae } from './presets/vae.js';
export { type ConvertPyTorchOptions, convertPyTorch } from './saved/convert-pytorch.js';
export { loadModel } from './saved/load-model.js';
export {
  type ModalityConfig,
  type ModelConfig,
  modelConfig,
  modelFromConfig,
  type PartConfig,
} from './saved/model-config.js';
export { ModelFileError } from './saved/model-file-error.js';
export { type LoadModelOptions, type ModelFiles, modelFiles, modelFromFiles } from './saved/model-files.js';
