import type { TableSpec } from '../table.js';
import { rowsOf } from './table-parts.js';

/** Attributes of CelebA in latents and in what is generated. @see Sutter et al. 2020, Table 5 */
export const table5: TableSpec = {
  number: '5',
  title: 'Classification of attributes on bimodal CelebA',
  caption:
    'Mean of the average precision over the 40 attributes, as far as test items have them. Latents: linear probes on the shared latents of the image (I), the ' +
    'text (T) and both; for MMVAE one stratified component of the mixture per item, for mmJSD the dynamic prior. ' +
    'A→B: classifiers of attributes on what is generated in B from A. Average precisions are of all items together, where ' +
    'the published code averages those of batches.',
  job: 'probe',
  metric: { name: 'mean average precision', digits: 2, higherIsBetter: true },
  columns: [
    { key: 'image', label: 'latent I' },
    { key: 'text', label: 'latent T' },
    { key: 'image+text', label: 'latent joint' },
    { key: 'image>text', label: 'I→T', job: 'coherence' },
    { key: 'text>image', label: 'T→I', job: 'coherence' },
  ],
  rows: rowsOf(
    {
      'celeba-mvae': [0.42, 0.45, 0.44, 0.32, 0.3],
      'celeba-mmvae': [0.43, 0.45, 0.42, 0.3, 0.36],
      'celeba-mmjsd': [0.48, 0.59, 0.57, 0.32, 0.42],
    },
    {
      officialCode: true,
      variants: { mmvae: { 'mixture-mean': 'mean of the mixture' }, mmjsd: { mixture: 'mixture' } },
    },
  ),
};
