import type { SettingsByProfile } from './profile.js';

/** Settings of CelebA under every profile. */
export const celebaSettings: SettingsByProfile = {
  smoke: {
    synthetic: { trainSize: 24, testSize: 12 },
    realTestSize: 12,
    heldOutSize: 8,
    width: 4,
    schedule: { batchSize: 8, shared: { epochs: 2, stepsPerEpoch: 1 } },
    jobs: {
      judge: {
        batchSize: 8,
        width: 4,
        steps: { image: 2, text: 2 },
        dropout: 0.5,
        gates: { synthetic: { image: 0, text: 0 }, files: { image: 0, text: 0 } },
      },
      probe: { trainSize: 16 },
      coherence: {},
      samples: {},
    },
  },
  quick: {
    synthetic: { trainSize: 4_000, testSize: 1_000 },
    realTestSize: 1_000,
    heldOutSize: 128,
    width: 12,
    schedule: { batchSize: 32, shared: { epochs: 10, stepsPerEpoch: 10 } },
    jobs: {
      judge: {
        batchSize: 32,
        width: 12,
        steps: { image: 200, text: 200 },
        dropout: 0.1,
        gates: { synthetic: { image: 0.3, text: 0.5 }, files: { image: 0.25, text: 0.5 } },
      },
      probe: { trainSize: 256 },
      coherence: { testSize: 500 },
      samples: {},
    },
  },
  standard: {
    synthetic: { trainSize: 20_000, testSize: 2_000 },
    realTestSize: 2_000,
    heldOutSize: 500,
    width: 32,
    schedule: { batchSize: 64, shared: { epochs: 20, stepsPerEpoch: 100 } },
    jobs: {
      judge: {
        batchSize: 64,
        width: 32,
        steps: { image: 1_500, text: 800 },
        dropout: 0.1,
        gates: { synthetic: { image: 0.5, text: 0.9 }, files: { image: 0.4, text: 0.9 } },
      },
      probe: { trainSize: 256 },
      coherence: {},
      samples: {},
    },
  },
  paper: {
    heldOutSize: 1_000,
    jobs: {
      judge: {
        batchSize: 256,
        width: 128,
        steps: { image: 20_000, text: 5_000 },
        dropout: 0.5,
        gates: { synthetic: { image: 0.6, text: 0.95 }, files: { image: 0.6, text: 0.95 } },
      },
      probe: { trainSize: 256 },
      coherence: {},
      samples: {},
    },
  },
};
