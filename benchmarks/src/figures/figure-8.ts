import type { AttributesSpec } from '../figure.js';

/** Attributes in latents. @see Sutter et al. 2020, Figure 8 */
export const figure8: AttributesSpec = {
  kind: 'attributes',
  number: '8',
  title: 'Classification of attributes by the learned latents on CelebA',
  caption:
    'Average precision of a linear probe of each attribute on the shared latents of the image, the text and both. Attributes stand ' +
    'in the order of their frequency, which is what guessing gives.',
  unit: 'attribute-probe',
  panels: [
    { title: 'Image', key: 'image' },
    { title: 'Text', key: 'text' },
    { title: 'Joint', key: 'image+text' },
  ],
  lines: [
    { label: 'MVAE (MS)', experiment: 'celeba-mvae' },
    { label: 'MMVAE (MS)', experiment: 'celeba-mmvae' },
    { label: 'mmJSD (MS)', experiment: 'celeba-mmjsd' },
  ],
};
