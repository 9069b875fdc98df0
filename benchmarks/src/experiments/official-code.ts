import type { Experiment } from '../experiment.js';

/** Hyper-parameters of the published job scripts where they differ from the paper's text. */
export const officialCode: Partial<Experiment> = { beta: 2.5, learningRate: 5e-4, epochs: 100 };
