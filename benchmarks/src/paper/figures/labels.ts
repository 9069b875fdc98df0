import type { LabelsSpec } from '../figure.js';

const lines: LabelsSpec['lines'] = [
  { label: 'MVAE (MS)', experiment: 'celeba-mvae' },
  { label: 'MMVAE (MS)', experiment: 'celeba-mmvae' },
  { label: 'mmJSD (MS)', experiment: 'celeba-mmjsd' },
];

/** Attributes in latents. @see Sutter et al. 2020, Figure 8 */
export const figure8: LabelsSpec = {
  form: 'labels',
  number: '8',
  title: 'Classification of attributes by the learned latents on CelebA',
  caption:
    'Average precision of a linear probe of each attribute on the shared latents of the image, the text and both. Attributes stand ' +
    'in the order of their frequency, which is what guessing gives.',
  job: 'probe',
  panels: [
    { title: 'Image', key: 'image' },
    { title: 'Text', key: 'text' },
    { title: 'Joint', key: 'image+text' },
  ],
  lines,
};

/** Attributes in what is generated. @see Sutter et al. 2020, Figure 9 */
export const figure9: LabelsSpec = {
  form: 'labels',
  number: '9',
  title: 'Classification of attributes in generated samples on CelebA',
  caption:
    'Average precision of a classifier of attributes on faces that are generated from texts, and on texts that are generated from ' +
    'faces. Attributes stand in the order of their frequency, which is what guessing gives.',
  job: 'coherence',
  panels: [
    { title: 'Image, generated from text', key: 'text>image' },
    { title: 'Text, generated from image', key: 'image>text' },
  ],
  lines,
};
