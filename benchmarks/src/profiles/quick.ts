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
    batchSize: 64,
    shared: { epochs: 20, stepsPerEpoch: 40 },
    private: { epochs: 20, stepsPerEpoch: 40 },
  },
  probe: { trainSize: 256 },
  classifier: {
    batchSize: 64,
    steps: { mnist: 400, svhn: 1_000, text: 100 },
    gates: { synthetic: { mnist: 0.95, svhn: 0.8, text: 0.99 }, files: { mnist: 0.95, svhn: 0.4, text: 0.99 } },
  },
  coherence: { randomSize: 2_000 },
  quality: { samples: 1_000 },
  likelihood: { points: 96, samples: 16 },
  extraExperiments: [],
};
