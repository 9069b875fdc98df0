import type { Profile } from '../profile.js';

/** The paper's whole schedule, meant for the official files. */
export const paper: Profile = {
  name: 'paper',
  description: "the paper's full schedule",
  dataSeed: 1,
  validationSize: 1_000,
  probe: { trainSize: 256 },
  classifier: {
    batchSize: 256,
    steps: { mnist: 5_000, svhn: 10_000, text: 1_000 },
    dropout: 0.5,
    gates: {
      synthetic: { mnist: 0.98, svhn: 0.85, text: 0.99 },
      files: { mnist: 0.98, svhn: 0.85, text: 0.99 },
      partialFiles: { mnist: 0.95, svhn: 0.5, text: 0.99 },
    },
  },
  coherence: { randomSize: 10_000 },
  quality: { samples: 10_000, runs: 10 },
  likelihood: { points: 1_000, samples: 1_000 },
  faces: {
    validationSize: 1_000,
    probe: { trainSize: 256 },
    classifier: {
      batchSize: 256,
      width: 128,
      steps: { image: 20_000, text: 5_000 },
      dropout: 0.5,
      gates: { synthetic: { image: 0.6, text: 0.95 }, files: { image: 0.6, text: 0.95 } },
    },
    generation: {},
  },
  tables: ['1', '2', '3', '4', '5', '13', '14', '15', '16'],
  extraExperiments: ['mst-mvae-official-code', 'mst-mvae-ms-official-code', 'mst-mmvae-i30'],
};
