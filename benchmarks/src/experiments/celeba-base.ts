import type { FacesExperiment } from '../experiment.js';

/**
 * What all CelebA experiments have in common.
 * @see Sutter et al. 2020, C.3.2. The text's weight is data size over data size as the published code takes them, 64² over
 *   256, without the three channels. The paper does not say what the prior's weight is: all three members have the same.
 */
export const celebaBase: Omit<FacesExperiment, 'id' | 'title' | 'objective'> = {
  dataset: 'celeba',
  latent: { shared: 32, private: 32 },
  beta: 2.5,
  privateBeta: 2,
  privateBetaFactors: { image: 1, text: 1 },
  likelihoodWeights: { image: 1, text: (64 * 64) / 256 },
  priorWeight: 1 / 3,
  width: 128,
  learningRate: 1e-3,
  batchSize: 256,
  epochs: 100,
  legacyUnimodalTerms: false,
  legacyFusion: false,
  legacyInvertedText: false,
};
