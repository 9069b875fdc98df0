import type { Profile } from '../profile.js';

/** About an hour and a half on two cores: models trained properly, one seed. */
export const standard: Profile = {
  name: 'standard',
  description: 'properly trained models in under two hours on two cores; reduced schedule',
  dataSeed: 1,
  synthetic: { trainSize: 60_000, testSize: 10_000 },
  realTestSize: 10_000,
  validationSize: 1_000,
  schedule: {
    batchSize: 256,
    shared: { epochs: 30, stepsPerEpoch: 100 },
    private: { epochs: 30, stepsPerEpoch: 100 },
  },
  probe: { trainSize: 256 },
  extraExperiments: ['mst-mvae-official-code', 'mst-mvae-ms-official-code'],
};
