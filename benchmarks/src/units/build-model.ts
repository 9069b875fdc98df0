import {
  createMultimodalVae,
  digitModalities,
  type MultimodalVae,
  mmjsdObjective,
  mmvaeObjective,
  mvaeObjective,
  type Objective,
} from '@polyvae/models';
import type { Rng } from '@polyvae/random';
import type * as tf from '@tensorflow/tfjs';
import type { Experiment } from '../experiment.js';
import { UserError } from '../user-error.js';

/** The modalities of MNIST-SVHN-Text. */
export type DigitKey = 'mnist' | 'svhn' | 'text';

/** A batch of MNIST-SVHN-Text. */
export type DigitsTensors = Readonly<Record<DigitKey, tf.Tensor>>;

function objectiveOf(experiment: Experiment): Objective<DigitKey> {
  const { beta, privateBeta, priorWeight, legacyUnimodalTerms, legacyFusion, importance } = experiment;
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
        ...(legacyUnimodalTerms && { legacyUnimodalWeight: 1, legacyUnimodalDivergence: true }),
      });
    case 'mmvae':
      return importance
        ? mmvaeObjective({ beta, ...importance })
        : mmvaeObjective({ beta, privateBeta, legacyBlockAssignment });
    case 'mmjsd': {
      const each = (1 - priorWeight) / 3;
      const weights = { modalities: { mnist: each, svhn: each, text: each }, prior: priorWeight };
      return mmjsdObjective({ beta, privateBeta, weights, legacyBlockAssignment, legacyVarianceEpsilon });
    }
  }
}

/** The untrained model of an experiment. The caller disposes it. */
export function buildModel(experiment: Experiment, rng: Rng): MultimodalVae<DigitKey> {
  const { latent, likelihoodWeights, privateBetaFactors, legacyInvertedText } = experiment;
  const digits = digitModalities({ legacyInvertedText });
  const own = (key: DigitKey) => ({
    ...digits[key],
    weight: likelihoodWeights[key],
    privateBeta: privateBetaFactors[key],
  });
  return createMultimodalVae<DigitKey>({
    modalities: { mnist: own('mnist'), svhn: own('svhn'), text: own('text') },
    latent,
    objective: objectiveOf(experiment),
    rng,
  });
}
