import { mstMmjsd } from '../experiments/mst-mmjsd.js';
import type { SweepSpec } from '../figure.js';
import { sweepCaption, sweepPanels, sweepPoints } from './sweep.js';

/** Sweep of the prior's weight; the modalities share the rest. @see Sutter et al. 2020, C.2.6 and Figure 6 */
export const figure6: SweepSpec = {
  kind: 'sweep',
  number: '6',
  title: 'mmJSD with other weights of the prior in the divergence',
  caption: sweepCaption,
  xTitle: 'weight of the prior',
  points: sweepPoints(mstMmjsd, [0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6], {
    name: 'prior',
    symbol: 'π',
    own: mstMmjsd.priorWeight,
    change: (priorWeight) => ({ priorWeight }),
  }),
  panels: sweepPanels,
};
