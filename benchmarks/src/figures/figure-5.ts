import { mstMmjsdMs } from '../experiments/mst-mmjsd-ms.js';
import type { SweepSpec } from '../figure.js';
import { sweepCaption, sweepPanels, sweepPoints } from './sweep.js';

/** Dimensions of the shared and one private latent together. */
const total = 20;

/** Sweep of the private latents' size; what they get the shared one loses. @see Sutter et al. 2020, C.2.5 and Figure 5 */
export const figure5: SweepSpec = {
  kind: 'sweep',
  number: '5',
  title: 'mmJSD (MS) with modality-specific latents of other sizes',
  caption: `Shared and private dimensions are ${total} together. ${sweepCaption}`,
  xTitle: 'private dimensions',
  points: sweepPoints(mstMmjsdMs, [0, 2, 4, 6, 8, 10], {
    name: 'private',
    symbol: 'private',
    own: mstMmjsdMs.latent.private,
    change: (size) => ({ latent: { shared: total - size, private: size } }),
  }),
  panels: sweepPanels,
};
