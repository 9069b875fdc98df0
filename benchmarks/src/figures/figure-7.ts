import type { PicturesSpec } from '../figure.js';

/** Random faces. @see Sutter et al. 2020, Figure 7 */
export const figure7: PicturesSpec = {
  kind: 'pictures',
  number: '7',
  title: 'Randomly generated faces of mmJSD',
  caption: 'Draws of the prior. Table 20 has the texts that were drawn together with the first row.',
  panels: [{ title: 'mmJSD (MS)', experiment: 'celeba-mmjsd', pictures: 'random>pairs' }],
};
