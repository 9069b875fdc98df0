import type { DigitsExperiment } from '../experiment.js';
import { mstBase } from './mst-base.js';

export const mstMvae: DigitsExperiment = {
  ...mstBase,
  id: 'mst-mvae',
  title: 'MVAE',
  objective: 'mvae',
};
