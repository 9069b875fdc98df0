import type { Experiment } from '../experiment.js';
import { mstBase } from './mst-base.js';
import { officialCode } from './official-code.js';

/** The MVAE as the published code trains it; its unimodal terms may be what the paper's MVAE rows show. */
export const mstMvaeOfficialCode: Experiment = {
  ...mstBase,
  ...officialCode,
  id: 'mst-mvae-official-code',
  title: 'MVAE (official code)',
  objective: 'mvae',
  legacyUnimodalTerms: true,
};
