import type { Experiment, RecipeChanges } from './experiment.js';
import type { SettingsByProfile } from './profile.js';

const modalities = ['m0', 'm1', 'm2', 'm3', 'm4'] as const;

const each = (value: number): Readonly<Record<string, number>> =>
  Object.fromEntries(modalities.map((key) => [key, value]));

/**
 * Settings that all experiments on PolyMNIST share; it came with a later paper, whose settings these are.
 * @see Sutter, Daunhawer, Vogt 2021, "Generalized Multimodal ELBO"
 */
const base: Omit<Experiment, 'id' | 'title' | 'objective'> = {
  dataset: 'polymnist',
  latent: { shared: 512, private: 0 },
  beta: 2.5,
  privateBeta: 1,
  privateBetaFactors: each(1),
  likelihoodWeights: each(1),
  // The prior and the five modalities weigh the same.
  priorWeight: 1 / 6,
  learningRate: 5e-4,
  batchSize: 256,
  epochs: 300,
  legacyUnimodalTerms: false,
  legacyFusion: false,
  legacyInvertedText: false,
};

/** Experiments on PolyMNIST. */
export const polymnistExperiments: readonly Experiment[] = [
  { ...base, id: 'polymnist-mvae', title: 'MVAE on PolyMNIST', objective: 'mvae' },
  { ...base, id: 'polymnist-mmvae', title: 'MMVAE on PolyMNIST', objective: 'mmvae' },
  { ...base, id: 'polymnist-mmjsd', title: 'mmJSD on PolyMNIST', objective: 'mmjsd' },
];

function gates(synthetic: number, files: number) {
  return { synthetic: each(synthetic), files: each(files) };
}

/** Settings of PolyMNIST under every profile. */
export const polymnistSettings: SettingsByProfile = {
  smoke: {
    synthetic: { trainSize: 40, testSize: 20 },
    realTestSize: 20,
    heldOutSize: 8,
    schedule: { batchSize: 8, shared: { epochs: 2, stepsPerEpoch: 1 } },
    jobs: {
      judge: { batchSize: 8, steps: each(2), dropout: 0.5, gates: gates(0, 0) },
      probe: { trainSize: 30 },
      coherence: { testSize: 10, randomSize: 10 },
      'latent-space': {},
      samples: {},
    },
  },
  quick: {
    synthetic: { trainSize: 6_000, testSize: 1_000 },
    realTestSize: 1_000,
    heldOutSize: 128,
    schedule: { batchSize: 32, shared: { epochs: 20, stepsPerEpoch: 50 } },
    jobs: {
      judge: { batchSize: 64, steps: each(1_000), dropout: 0.1, gates: gates(0.6, 0.8) },
      probe: { trainSize: 1_000 },
      coherence: { testSize: 500, randomSize: 500 },
      'latent-space': {},
      samples: {},
    },
  },
  standard: {
    synthetic: { trainSize: 30_000, testSize: 5_000 },
    realTestSize: 5_000,
    heldOutSize: 500,
    schedule: { batchSize: 64, shared: { epochs: 30, stepsPerEpoch: 400 } },
    jobs: {
      judge: { batchSize: 64, steps: each(6_000), dropout: 0.1, gates: gates(0.8, 0.9) },
      probe: { trainSize: 1_000 },
      coherence: { testSize: 2_000, randomSize: 2_000 },
      'latent-space': {},
      samples: {},
    },
  },
  paper: {
    heldOutSize: 1_000,
    jobs: {
      judge: { batchSize: 256, steps: each(20_000), dropout: 0.5, gates: gates(0.8, 0.95) },
      probe: { trainSize: 1_000 },
      coherence: { randomSize: 10_000 },
      'latent-space': {},
      samples: {},
    },
  },
};

/** What recipe `fast` changes. */
export const polymnistFast: RecipeChanges = { init: 'heUniform', centred: true, moments: [0.7, 0.95], coolDown: 0.2 };
