import type { Experiment } from '../experiment.js';
import { mstBase } from './mst-base.js';

export const mstMvae: Experiment = {
  ...mstBase,
  id: 'mst-mvae',
  title: 'MVAE',
  objective: 'mvae',
};
