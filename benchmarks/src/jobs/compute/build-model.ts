import { createMultimodalVae, type ModalityOptions, type MultimodalVae } from '@polyvae/models';
import { withPublishedText } from '@polyvae/models/published-code';
import type { Rng } from '@polyvae/random';
import type { DatasetData } from '../../datasets/dataset.js';
import type { Experiment } from '../../paper/experiment.js';
import { objectiveOf } from './objectives.js';

/**
 * The untrained model of an experiment. The caller disposes it.
 * @param epochs Of the whole training; default the experiment's own.
 */
export function buildModel(
  experiment: Experiment,
  data: DatasetData,
  rng: Rng,
  epochs?: number,
): MultimodalVae<string> {
  const { latent, init, likelihoodWeights, privateBetaFactors, legacyInvertedText } = experiment;
  const usual = data.modalitiesOf(experiment);
  const modalities = Object.entries(legacyInvertedText ? withPublishedText(usual) : usual).map(
    ([key, options]): [string, ModalityOptions] => [
      key,
      { ...options, weight: likelihoodWeights[key], privateBeta: privateBetaFactors[key] },
    ],
  );
  const objective = objectiveOf(experiment, epochs);
  return createMultimodalVae<string>({ modalities: Object.fromEntries(modalities), latent, objective, init, rng });
}
