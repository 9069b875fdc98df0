import type { Profile } from '../profile.js';

/** Seconds: runs everything once on a handful of items, to see that it runs. Its numbers mean nothing. */
export const smoke: Profile = {
  name: 'smoke',
  description: 'seconds; only shows that everything runs, the numbers mean nothing',
  dataSeed: 1,
  synthetic: { trainSize: 64, testSize: 20 },
  realTestSize: 20,
  validationSize: 8,
  schedule: {
    batchSize: 8,
    shared: { epochs: 2, stepsPerEpoch: 1 },
    private: { epochs: 2, stepsPerEpoch: 1 },
    importance: { epochs: 2, stepsPerEpoch: 1 },
  },
  probe: { trainSize: 40 },
  classifier: {
    batchSize: 8,
    steps: { mnist: 2, svhn: 2, text: 2 },
    dropout: 0.5,
    gates: {
      synthetic: { mnist: 0, svhn: 0, text: 0 },
      files: { mnist: 0, svhn: 0, text: 0 },
      partialFiles: { mnist: 0, svhn: 0, text: 0 },
    },
  },
  coherence: { testSize: 20, randomSize: 20 },
  quality: { samples: 20, runs: 1 },
  likelihood: { points: 4, samples: 4 },
  faces: {
    synthetic: { trainSize: 24, testSize: 12 },
    realTestSize: 12,
    validationSize: 8,
    width: 4,
    schedule: { batchSize: 8, epochs: 2, stepsPerEpoch: 1 },
    probe: { trainSize: 16 },
    classifier: {
      batchSize: 8,
      width: 4,
      steps: { image: 2, text: 2 },
      dropout: 0.5,
      gates: { synthetic: { image: 0, text: 0 }, files: { image: 0, text: 0 } },
    },
    generation: {},
  },
  tables: ['1', '2', '3', '4', '5', '13', '14', '15', '16'],
  extraExperiments: ['mst-mmvae-i30'],
};
