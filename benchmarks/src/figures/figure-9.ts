import type { AttributesSpec } from '../figure.js';

/** Attributes in what is generated. @see Sutter et al. 2020, Figure 9 */
export const figure9: AttributesSpec = {
  kind: 'attributes',
  number: '9',
  title: 'Classification of attributes in generated samples on CelebA',
  caption:
    'Average precision of a classifier of attributes on faces that are generated from texts, and on texts that are generated from ' +
    'faces. Attributes stand in the order of their frequency, which is what guessing gives.',
  unit: 'attribute-coherence',
  panels: [
    { title: 'Image, generated from text', key: 'text>image' },
    { title: 'Text, generated from image', key: 'image>text' },
  ],
  lines: [
    { label: 'MVAE (MS)', experiment: 'celeba-mvae' },
    { label: 'MMVAE (MS)', experiment: 'celeba-mmvae' },
    { label: 'mmJSD (MS)', experiment: 'celeba-mmjsd' },
  ],
};
