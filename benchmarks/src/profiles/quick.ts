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
  extraExperiments: [],
};
