import type { DigitsExperiment } from '../experiment.js';
import { mstBase } from './mst-base.js';

/** The paper's model: mmJSD objective, one shared latent of 20 dimensions. */
export const mstMmjsd: DigitsExperiment = {
  ...mstBase,
  id: 'mst-mmjsd',
  title: 'mmJSD',
  objective: 'mmjsd',
};
