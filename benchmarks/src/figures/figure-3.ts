import { mstMmjsd } from '../experiments/mst-mmjsd.js';
import type { SweepSpec } from '../figure.js';
import { sweepCaption, sweepPanels, sweepPoints } from './sweep.js';

/** Sweep of the divergence's weight. @see Sutter et al. 2020, Figure 3 */
export const figure3: SweepSpec = {
  kind: 'sweep',
  number: '3',
  title: 'mmJSD with other weights β of the divergence',
  caption: sweepCaption,
  xTitle: 'β',
  points: sweepPoints(mstMmjsd, [0.5, 1, 2.5, 5, 10, 20], {
    name: 'beta',
    symbol: 'β',
    own: mstMmjsd.beta,
    change: (beta) => ({ beta }),
  }),
  panels: sweepPanels,
};
