import type { FacesExperiment } from '../experiment.js';
import { celebaBase } from './celeba-base.js';

export const celebaMvae: FacesExperiment = {
  ...celebaBase,
  id: 'celeba-mvae',
  title: 'MVAE (MS) on CelebA',
  objective: 'mvae',
};
