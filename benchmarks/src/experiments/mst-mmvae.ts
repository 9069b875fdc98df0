import type { DigitsExperiment } from '../experiment.js';
import { mstBase } from './mst-base.js';

export const mstMmvae: DigitsExperiment = {
  ...mstBase,
  id: 'mst-mmvae',
  title: 'MMVAE',
  objective: 'mmvae',
};
