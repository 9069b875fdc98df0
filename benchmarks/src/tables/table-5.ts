import type { TableColumn, TableSpec } from '../table.js';

const latent: readonly TableColumn[] = [
  { key: 'image', label: 'latent I' },
  { key: 'text', label: 'latent T' },
  { key: 'image+text', label: 'latent joint' },
];

const generation: readonly TableColumn[] = [
  { key: 'image>text', label: 'I→T', unit: 'attribute-coherence' },
  { key: 'text>image', label: 'T→I', unit: 'attribute-coherence' },
];

const group = 'Modality-specific subspaces (shared 32 + private 32 each)';

/** Attributes of CelebA in latents and in what is generated. @see Sutter et al. 2020, Table 5 */
export const table5: TableSpec = {
  number: '5',
  title: 'Classification of attributes on bimodal CelebA',
  caption:
    'Mean of the average precision over the 40 attributes, as far as test items have them. Latents: linear probes on the shared latents of the image (I), the ' +
    'text (T) and both; for MMVAE one stratified component of the mixture per item, for mmJSD the dynamic prior. ' +
    'A→B: classifiers of attributes on what is generated in B from A. Average precisions are of all items together, where ' +
    'the published code averages those of batches.',
  unit: 'attribute-probe',
  metric: { name: 'mean average precision', digits: 2, higherIsBetter: true },
  columns: [...latent, ...generation],
  rows: [
    {
      label: 'MVAE (MS)',
      group,
      experiment: 'celeba-mvae',
      variant: 'default',
      published: [0.42, 0.45, 0.44, 0.32, 0.3],
    },
    {
      label: 'MVAE (MS) (official code)',
      group,
      experiment: 'celeba-mvae-official-code',
      variant: 'default',
      published: [0.42, 0.45, 0.44, 0.32, 0.3],
      optionalBeside: 'celeba-mvae',
    },
    {
      label: 'MMVAE (MS)',
      group,
      experiment: 'celeba-mmvae',
      variant: 'default',
      published: [0.43, 0.45, 0.42, 0.3, 0.36],
    },
    { label: 'MMVAE (MS), mean of the mixture', group, experiment: 'celeba-mmvae', variant: 'mixture-mean' },
    {
      label: 'mmJSD (MS)',
      group,
      experiment: 'celeba-mmjsd',
      variant: 'default',
      published: [0.48, 0.59, 0.57, 0.32, 0.42],
    },
    { label: 'mmJSD (MS), mixture', group, experiment: 'celeba-mmjsd', variant: 'mixture' },
  ],
};
