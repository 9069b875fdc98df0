import type { Experiment } from '../experiment.js';
import { modalitySpecific, mstBase } from './mst-base.js';

export const mstMvaeMs: Experiment = {
  ...mstBase,
  ...modalitySpecific,
  id: 'mst-mvae-ms',
  title: 'MVAE (MS)',
  objective: 'mvae',
};
