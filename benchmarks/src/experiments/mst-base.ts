import type { DigitsExperiment } from '../experiment.js';

/**
 * What all MNIST-SVHN-Text experiments have in common.
 * @see Sutter et al. 2020, C.2.2. The likelihood weights are data size over data size, with the published code's sizes:
 *   3072 for SVHN, 784 for MNIST, 8 for the text.
 */
export const mstBase: Omit<DigitsExperiment, 'id' | 'title' | 'objective'> = {
  dataset: 'mnist-svhn-text',
  latent: { shared: 20, private: 0 },
  beta: 5,
  privateBeta: 3,
  privateBetaFactors: { mnist: 1, svhn: 1, text: 5 },
  likelihoodWeights: { mnist: 3072 / 784, svhn: 1, text: 3072 / 8 },
  priorWeight: 0.25,
  learningRate: 1e-3,
  batchSize: 256,
  epochs: 50,
  legacyUnimodalTerms: false,
  legacyFusion: false,
  legacyInvertedText: false,
};

/** What the variants with modality-specific subspaces change: 16 + 4 dimensions, twice the epochs. */
export const modalitySpecific: Partial<DigitsExperiment> = { latent: { shared: 16, private: 4 }, epochs: 100 };
