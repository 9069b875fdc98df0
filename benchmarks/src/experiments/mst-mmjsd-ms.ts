import type { DigitsExperiment } from '../experiment.js';
import { modalitySpecific, mstBase } from './mst-base.js';

export const mstMmjsdMs: DigitsExperiment = {
  ...mstBase,
  ...modalitySpecific,
  id: 'mst-mmjsd-ms',
  title: 'mmJSD (MS)',
  objective: 'mmjsd',
};
