import {
  celebaModalities,
  createMultimodalVae,
  digitModalities,
  type ModalityOptions,
  type MultimodalVae,
  mmjsdObjective,
  mmvaeObjective,
  mvaeObjective,
  type Objective,
} from '@polyvae/models';
import type { Rng } from '@polyvae/random';
import type * as tf from '@tensorflow/tfjs';
import type {
  DigitKey,
  DigitsExperiment,
  Experiment,
  ExperimentBase,
  FaceKey,
  FacesExperiment,
} from '../experiment.js';
import { UserError } from '../user-error.js';

/** A batch of MNIST-SVHN-Text. */
export type DigitsTensors = Readonly<Record<DigitKey, tf.Tensor>>;

interface ObjectiveChoices {
  /** Factor of the likelihoods in MVAE's unimodal terms of the published code; absent: each modality's own. */
  readonly legacyUnimodalWeight?: number;
  readonly importance?: DigitsExperiment['importance'];
}

function objectiveOf<K extends string>(experiment: ExperimentBase<K>, choices: ObjectiveChoices): Objective<K> {
  const { beta, privateBeta, priorWeight, legacyUnimodalTerms, legacyFusion } = experiment;
  const { importance, legacyUnimodalWeight } = choices;
  const legacyVarianceEpsilon = legacyFusion ? 1e-8 : 0;
  const legacyBlockAssignment = legacyFusion;
  if (importance && experiment.objective !== 'mmvae') {
    throw new UserError(
      `${experiment.id}: importance samples are for mmvae, not ${experiment.objective}.`,
      "Set objective to 'mmvae', or leave importance out.",
    );
  }
  switch (experiment.objective) {
    case 'mvae':
      return mvaeObjective({
        beta,
        privateBeta,
        legacyVarianceEpsilon,
        ...(legacyUnimodalTerms && {
          legacyUnimodalDivergence: true,
          ...(legacyUnimodalWeight !== undefined && { legacyUnimodalWeight }),
        }),
      });
    case 'mmvae':
      return importance
        ? mmvaeObjective({ beta, ...importance })
        : mmvaeObjective({ beta, privateBeta, legacyBlockAssignment });
    case 'mmjsd': {
      const keys = Object.keys(experiment.likelihoodWeights) as K[];
      const each = (1 - priorWeight) / keys.length;
      const modalities = Object.fromEntries(keys.map((key) => [key, each])) as Record<K, number>;
      return mmjsdObjective({
        beta,
        privateBeta,
        weights: { modalities, prior: priorWeight },
        legacyBlockAssignment,
        legacyVarianceEpsilon,
      });
    }
  }
}

function build<K extends string>(
  experiment: ExperimentBase<K>,
  modalities: Readonly<Record<K, ModalityOptions>>,
  choices: ObjectiveChoices,
  rng: Rng,
): MultimodalVae<K> {
  const { latent, likelihoodWeights, privateBetaFactors } = experiment;
  const own = (Object.keys(modalities) as K[]).map((key) => [
    key,
    { ...modalities[key], weight: likelihoodWeights[key], privateBeta: privateBetaFactors[key] },
  ]);
  return createMultimodalVae<K>({
    modalities: Object.fromEntries(own) as Record<K, ModalityOptions>,
    latent,
    objective: objectiveOf(experiment, choices),
    rng,
  });
}

/** The untrained model of an experiment. The caller disposes it. */
export function buildModel(experiment: DigitsExperiment, rng: Rng): MultimodalVae<DigitKey>;
export function buildModel(experiment: FacesExperiment, rng: Rng): MultimodalVae<FaceKey>;
export function buildModel(experiment: Experiment, rng: Rng): MultimodalVae<DigitKey> | MultimodalVae<FaceKey> {
  const { legacyInvertedText } = experiment;
  if (experiment.dataset === 'celeba') {
    return build(experiment, celebaModalities({ width: experiment.width, legacyInvertedText }), {}, rng);
  }
  const { importance } = experiment;
  const choices = { legacyUnimodalWeight: 1, ...(importance && { importance }) };
  return build(experiment, digitModalities({ legacyInvertedText }), choices, rng);
}
