import type { DigitsExperiment } from '../experiment.js';
import { modalitySpecific, mstBase } from './mst-base.js';

export const mstMmvaeMs: DigitsExperiment = {
  ...mstBase,
  ...modalitySpecific,
  id: 'mst-mmvae-ms',
  title: 'MMVAE (MS)',
  objective: 'mmvae',
};
