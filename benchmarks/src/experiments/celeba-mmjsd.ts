import type { FacesExperiment } from '../experiment.js';
import { celebaBase } from './celeba-base.js';

export const celebaMmjsd: FacesExperiment = {
  ...celebaBase,
  id: 'celeba-mmjsd',
  title: 'mmJSD (MS) on CelebA',
  objective: 'mmjsd',
};
