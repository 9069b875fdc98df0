import type { Profile } from '../profile.js';

/** Minutes on two cores: enough to see the models learn, far from the paper's schedule. */
export const quick: Profile = {
  name: 'quick',
  description: 'minutes on two cores; reduced data and schedule',
  dataSeed: 1,
  synthetic: { trainSize: 12_000, testSize: 2_000 },
  realTestSize: 2_000,
  validationSize: 256,
  schedule: {
    batchSize: 32,
    shared: { epochs: 20, stepsPerEpoch: 50 },
    private: { epochs: 20, stepsPerEpoch: 50 },
    importance: { epochs: 20, stepsPerEpoch: 5 },
  },
  probe: { trainSize: 256 },
  classifier: {
    batchSize: 64,
    steps: { mnist: 800, svhn: 400, text: 100 },
    dropout: 0.1,
    gates: {
      synthetic: { mnist: 0.9, svhn: 0.85, text: 0.99 },
      files: { mnist: 0.9, svhn: 0.8, text: 0.99 },
      partialFiles: { mnist: 0.9, svhn: 0.5, text: 0.99 },
    },
  },
  coherence: { testSize: 1_000, randomSize: 1_000 },
  quality: { samples: 1_000, runs: 2 },
  likelihood: { points: 64, samples: 16 },
  faces: {
    synthetic: { trainSize: 4_000, testSize: 1_000 },
    realTestSize: 1_000,
    validationSize: 128,
    width: 12,
    schedule: { batchSize: 32, epochs: 10, stepsPerEpoch: 20 },
    probe: { trainSize: 256 },
    classifier: {
      batchSize: 32,
      width: 12,
      steps: { image: 200, text: 200 },
      dropout: 0.1,
      gates: { synthetic: { image: 0.3, text: 0.5 }, files: { image: 0.25, text: 0.5 } },
    },
    generation: { testSize: 500 },
  },
  tables: ['1', '2', '3', '4', '5', '13'],
  extraExperiments: [],
};
