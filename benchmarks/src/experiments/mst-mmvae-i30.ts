import type { DigitsExperiment } from '../experiment.js';
import { mstBase } from './mst-base.js';

/**
 * MMVAE with 30 importance samples, decoded to all modalities.
 * @see Sutter et al. 2020, C.2.4 and Table 13 (30 epochs); Shi et al. 2019. The paper gives no other setting of it.
 */
export const mstMmvaeI30: DigitsExperiment = {
  ...mstBase,
  id: 'mst-mmvae-i30',
  title: 'MMVAE (I=30)',
  objective: 'mmvae',
  importance: { objective: 'iwae', samples: 30, posterior: 'normal' },
  beta: 1,
  epochs: 30,
};
