import type { Experiment } from '../experiment.js';
import { modalitySpecific, mstBase } from './mst-base.js';

export const mstMmvaeMs: Experiment = {
  ...mstBase,
  ...modalitySpecific,
  id: 'mst-mmvae-ms',
  title: 'MMVAE (MS)',
  objective: 'mmvae',
};
