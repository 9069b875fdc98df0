import type { Experiment } from '../experiment.js';
import { mstBase } from './mst-base.js';

export const mstMmvae: Experiment = {
  ...mstBase,
  id: 'mst-mmvae',
  title: 'MMVAE',
  objective: 'mmvae',
};
