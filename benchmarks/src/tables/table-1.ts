import type { TableSpec } from '../table.js';
import { subsetColumns } from './columns.js';
import { modalitySpecificLatents, sharedLatent } from './groups.js';

/** Latent representation classification. @see Sutter et al. 2020, Table 1 */
export const table1: TableSpec = {
  number: '1',
  title: 'Classification accuracy of the learned latent representations using a linear classifier',
  caption:
    'Linear probe on the latents of every subset of the modalities M (MNIST), S (SVHN), T (text). ' +
    'Latents: means of the subset posterior; for MMVAE one stratified component of the mixture per item; ' +
    'for mmJSD the dynamic prior (product of experts) of the subset; MS models: shared latents only.',
  unit: 'probe',
  metric: { name: 'accuracy', digits: 2, higherIsBetter: true },
  columns: subsetColumns,
  rows: [
    {
      label: 'MVAE',
      group: sharedLatent,
      experiment: 'mst-mvae',
      variant: 'default',
      published: [0.85, 0.2, 0.58, 0.8, 0.92, 0.46, 0.9],
    },
    {
      label: 'MVAE (official code)',
      group: sharedLatent,
      experiment: 'mst-mvae-official-code',
      variant: 'default',
      published: [0.85, 0.2, 0.58, 0.8, 0.92, 0.46, 0.9],
      optionalBeside: 'mst-mvae',
    },
    {
      label: 'MMVAE',
      group: sharedLatent,
      experiment: 'mst-mmvae',
      variant: 'default',
      published: [0.96, 0.81, 0.99, 0.89, 0.97, 0.9, 0.93],
    },
    { label: 'MMVAE, mean of the mixture', group: sharedLatent, experiment: 'mst-mmvae', variant: 'mixture-mean' },
    {
      label: 'mmJSD',
      group: sharedLatent,
      experiment: 'mst-mmjsd',
      variant: 'default',
      published: [0.97, 0.82, 0.99, 0.93, 0.99, 0.92, 0.98],
    },
    { label: 'mmJSD, mixture', group: sharedLatent, experiment: 'mst-mmjsd', variant: 'mixture' },
    {
      label: 'MVAE (MS)',
      group: modalitySpecificLatents,
      experiment: 'mst-mvae-ms',
      variant: 'default',
      published: [0.86, 0.28, 0.78, 0.82, 0.94, 0.64, 0.92],
    },
    {
      label: 'MVAE (MS) (official code)',
      group: modalitySpecificLatents,
      experiment: 'mst-mvae-ms-official-code',
      variant: 'default',
      published: [0.86, 0.28, 0.78, 0.82, 0.94, 0.64, 0.92],
      optionalBeside: 'mst-mvae-ms',
    },
    {
      label: 'MMVAE (MS)',
      group: modalitySpecificLatents,
      experiment: 'mst-mmvae-ms',
      variant: 'default',
      published: [0.96, 0.81, 0.99, 0.89, 0.98, 0.91, 0.92],
    },
    {
      label: 'MMVAE (MS), mean of the mixture',
      group: modalitySpecificLatents,
      experiment: 'mst-mmvae-ms',
      variant: 'mixture-mean',
    },
    {
      label: 'mmJSD (MS)',
      group: modalitySpecificLatents,
      experiment: 'mst-mmjsd-ms',
      variant: 'default',
      published: [0.98, 0.85, 0.99, 0.94, 0.98, 0.94, 0.99],
    },
    { label: 'mmJSD (MS), mixture', group: modalitySpecificLatents, experiment: 'mst-mmjsd-ms', variant: 'mixture' },
  ],
};
