import type { SettingsByProfile } from './profile.js';

/** Settings of the kinds of jobs that show what a model does: there is nothing to choose. */
const showing = { 'latent-space': {}, samples: {} };

function each(mnist: number, svhn: number, text: number) {
  return { mnist, svhn, text };
}

/** Settings of MNIST-SVHN-Text under every profile. */
export const mstSettings: SettingsByProfile = {
  smoke: {
    synthetic: { trainSize: 64, testSize: 20 },
    realTestSize: 20,
    heldOutSize: 8,
    schedule: { batchSize: 8, shared: { epochs: 2, stepsPerEpoch: 1 } },
    jobs: {
      judge: {
        batchSize: 8,
        steps: each(2, 2, 2),
        dropout: 0.5,
        gates: { synthetic: each(0, 0, 0), files: each(0, 0, 0), partialFiles: each(0, 0, 0) },
      },
      probe: { trainSize: 40 },
      coherence: { testSize: 20, randomSize: 20 },
      quality: { samples: 20, runs: 1 },
      likelihood: { points: 4, samples: 4 },
      ...showing,
    },
  },
  quick: {
    synthetic: { trainSize: 12_000, testSize: 2_000 },
    realTestSize: 2_000,
    heldOutSize: 256,
    schedule: {
      batchSize: 32,
      shared: { epochs: 10, stepsPerEpoch: 80 },
      // Longer: private latents learn the style of street numbers only once the shared one has the digit.
      private: { epochs: 10, stepsPerEpoch: 140 },
      importance: { epochs: 10, stepsPerEpoch: 10 },
    },
    jobs: {
      judge: {
        batchSize: 64,
        steps: each(800, 400, 100),
        dropout: 0.1,
        gates: { synthetic: each(0.9, 0.85, 0.99), files: each(0.9, 0.8, 0.99), partialFiles: each(0.9, 0.5, 0.99) },
      },
      probe: { trainSize: 256 },
      coherence: { testSize: 1_000, randomSize: 1_000 },
      quality: { samples: 1_000, runs: 2 },
      likelihood: { points: 64, samples: 16 },
      ...showing,
    },
  },
  standard: {
    synthetic: { trainSize: 60_000, testSize: 10_000 },
    realTestSize: 10_000,
    heldOutSize: 1_000,
    schedule: {
      // The paper's 256 would allow a quarter as many updates in the same time, too few to learn to encode SVHN.
      batchSize: 64,
      shared: { epochs: 30, stepsPerEpoch: 400 },
      // Twice as long, as in the paper: private latents learn the digit first, and lose it while the shared one takes it over.
      private: { epochs: 60, stepsPerEpoch: 400 },
      importance: { epochs: 30, stepsPerEpoch: 20 },
    },
    fast: {
      // Time enough for the private latents: they get their room sooner, and more of it.
      experiments: { privateBetaAtFirst: { value: 150, share: 0.3 }, privateBeta: 12 },
      schedule: {
        batchSize: 64,
        shared: { epochs: 20, stepsPerEpoch: 150 },
        private: { epochs: 40, stepsPerEpoch: 150 },
        importance: { epochs: 20, stepsPerEpoch: 20 },
      },
    },
    jobs: {
      judge: {
        batchSize: 64,
        steps: each(4_000, 2_500, 300),
        dropout: 0.1,
        gates: {
          synthetic: each(0.95, 0.95, 0.99),
          files: each(0.98, 0.85, 0.99),
          partialFiles: each(0.95, 0.5, 0.99),
        },
      },
      probe: { trainSize: 256 },
      coherence: { testSize: 5_000, randomSize: 5_000 },
      quality: { samples: 5_000, runs: 10 },
      likelihood: { points: 200, samples: 100 },
      ...showing,
    },
  },
  paper: {
    heldOutSize: 1_000,
    jobs: {
      judge: {
        batchSize: 256,
        steps: each(5_000, 10_000, 1_000),
        // The paper's rate, which needs long training.
        dropout: 0.5,
        gates: {
          synthetic: each(0.98, 0.85, 0.99),
          files: each(0.98, 0.85, 0.99),
          partialFiles: each(0.95, 0.5, 0.99),
        },
      },
      probe: { trainSize: 256 },
      coherence: { randomSize: 10_000 },
      quality: { samples: 10_000, runs: 10 },
      likelihood: { points: 1_000, samples: 1_000 },
      ...showing,
    },
  },
};
