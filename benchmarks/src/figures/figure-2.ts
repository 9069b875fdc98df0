import type { PicturesSpec } from '../figure.js';

/** Faces from texts. @see Sutter et al. 2020, Figure 2 */
export const figure2: PicturesSpec = {
  kind: 'pictures',
  number: '2',
  title: 'Faces generated from texts with mmJSD',
  caption:
    'Each row is generated from the text above it: the shared latent is the mean inferred from the text, the private latent of ' +
    'the image is another draw for every face.',
  panels: [{ title: 'mmJSD (MS): T → I', experiment: 'celeba-mmjsd', pictures: 'text>image' }],
};
