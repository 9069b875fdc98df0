import type { Profile } from '../profile.js';

/** About an hour on two cores: models trained properly, one seed. */
export const standard: Profile = {
  name: 'standard',
  description: 'properly trained models in about an hour on two cores; reduced schedule',
  dataSeed: 1,
  synthetic: { trainSize: 60_000, testSize: 10_000 },
  realTestSize: 10_000,
  validationSize: 1_000,
  schedule: {
    // The paper's 256 would allow a quarter as many updates in the same time, too few to learn to encode SVHN.
    batchSize: 64,
    shared: { epochs: 30, stepsPerEpoch: 400 },
    // Twice as long, as in the paper: private latents learn the digit first, and lose it while the shared one takes it over.
    private: { epochs: 60, stepsPerEpoch: 400 },
    importance: { epochs: 30, stepsPerEpoch: 20 },
  },
  probe: { trainSize: 256 },
  classifier: {
    batchSize: 64,
    steps: { mnist: 4_000, svhn: 2_500, text: 300 },
    dropout: 0.1,
    gates: {
      synthetic: { mnist: 0.95, svhn: 0.95, text: 0.99 },
      files: { mnist: 0.98, svhn: 0.85, text: 0.99 },
      partialFiles: { mnist: 0.95, svhn: 0.5, text: 0.99 },
    },
  },
  coherence: { testSize: 5_000, randomSize: 5_000 },
  quality: { samples: 5_000, runs: 10 },
  likelihood: { points: 200, samples: 100 },
  faces: {
    synthetic: { trainSize: 20_000, testSize: 2_000 },
    realTestSize: 2_000,
    validationSize: 500,
    width: 32,
    schedule: { batchSize: 64, epochs: 20, stepsPerEpoch: 100 },
    probe: { trainSize: 256 },
    classifier: {
      batchSize: 64,
      width: 32,
      steps: { image: 1_500, text: 800 },
      dropout: 0.1,
      gates: { synthetic: { image: 0.5, text: 0.9 }, files: { image: 0.4, text: 0.9 } },
    },
    generation: {},
  },
  tables: ['1', '2', '3', '4', '13', '14', '15', '16'],
  extraExperiments: ['mst-mvae-official-code', 'mst-mvae-ms-official-code'],
};
