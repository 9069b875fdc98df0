import type { DigitsExperiment } from '../experiment.js';
import { modalitySpecific, mstBase } from './mst-base.js';

export const mstMvaeMs: DigitsExperiment = {
  ...mstBase,
  ...modalitySpecific,
  id: 'mst-mvae-ms',
  title: 'MVAE (MS)',
  objective: 'mvae',
};
