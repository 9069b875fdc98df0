import type { Experiment } from '../experiment.js';
import { modalitySpecific, mstBase } from './mst-base.js';

export const mstMmjsdMs: Experiment = {
  ...mstBase,
  ...modalitySpecific,
  id: 'mst-mmjsd-ms',
  title: 'mmJSD (MS)',
  objective: 'mmjsd',
};
