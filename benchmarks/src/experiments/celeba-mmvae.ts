import type { FacesExperiment } from '../experiment.js';
import { celebaBase } from './celeba-base.js';

export const celebaMmvae: FacesExperiment = {
  ...celebaBase,
  id: 'celeba-mmvae',
  title: 'MMVAE (MS) on CelebA',
  objective: 'mmvae',
};
