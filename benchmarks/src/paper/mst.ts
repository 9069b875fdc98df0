import type { Experiment, RecipeChanges } from './experiment.js';
import { withCodeWeights, withOfficialCode } from './official-code.js';

/**
 * Settings that all experiments on MNIST-SVHN-Text share.
 * @see Sutter et al. 2020, C.2.2. The likelihood weights are data size over data size, with the published code's sizes:
 *   3072 for SVHN, 784 for MNIST, 8 for the text.
 */
const base: Omit<Experiment, 'id' | 'title' | 'objective'> = {
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
  legacyUnimodalWeight: 1,
  legacyFusion: false,
  legacyInvertedText: false,
};

/** The same with modality-specific subspaces: 16 + 4 dimensions, twice the epochs. */
function modalitySpecific(model: Experiment): Experiment {
  const { id, title } = model;
  return { ...model, id: `${id}-ms`, title: `${title} (MS)`, latent: { shared: 16, private: 4 }, epochs: 100 };
}

/** MVAE with one shared latent. */
export const mstMvae: Experiment = { ...base, id: 'mst-mvae', title: 'MVAE', objective: 'mvae' };
/** MMVAE with one shared latent. */
export const mstMmvae: Experiment = { ...base, id: 'mst-mmvae', title: 'MMVAE', objective: 'mmvae' };

/** mmJSD with one shared latent, of which Figures 3 and 6 change settings. */
export const mstMmjsd: Experiment = { ...base, id: 'mst-mmjsd', title: 'mmJSD', objective: 'mmjsd' };

/** mmJSD with modality-specific subspaces, of which Figure 5 changes the sizes. */
export const mstMmjsdMs: Experiment = modalitySpecific(mstMmjsd);

const six = [mstMvae, mstMmvae, mstMmjsd, modalitySpecific(mstMvae), modalitySpecific(mstMmvae), mstMmjsdMs];

/**
 * MMVAE with 30 importance samples, decoded to all modalities.
 * @see Sutter et al. 2020, C.2.4 and Table 13 (30 epochs); Shi et al. 2019. The paper gives no other setting of it.
 */
const importanceSampled: Experiment = {
  ...mstMmvae,
  id: 'mst-mmvae-i30',
  title: 'MMVAE (I=30)',
  importance: { objective: 'iwae', samples: 30, posterior: 'normal' },
  beta: 1,
  keeps: ['beta', 'privateBeta', 'privateBetaAtFirst', 'everyComponent'],
  epochs: 30,
};

/** Hyper-parameters of the published job scripts where they differ from the paper's text. */
const jobScripts = { beta: 2.5, learningRate: 5e-4, epochs: 100 } as const;

/**
 * Experiments on MNIST-SVHN-Text: the paper's six and MMVAE (I=30), MVAE with the published code's weights, then the six as the
 * published code runs them.
 */
export const mstExperiments: readonly Experiment[] = [
  ...six,
  importanceSampled,
  ...[mstMvae, modalitySpecific(mstMvae)].map(withCodeWeights),
  ...six.map((experiment) => withOfficialCode(experiment, jobScripts)),
];

/** What recipe `fast` changes; docs/guides/recipes.md has the measurement that each of them comes from. */
export const mstFast: RecipeChanges = {
  init: 'heUniform',
  centred: true,
  moments: [0.7, 0.95],
  coolDown: 0.2,
  beta: 1,
  privateBetaAtFirst: { value: 150, share: 0.5 },
  privateBeta: 20,
  everyComponent: ['mnist', 'text'],
};
