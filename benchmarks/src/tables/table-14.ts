import type { TableSpec } from '../table.js';
import { subsetColumns } from './columns.js';
import { modalitySpecificLatents, sharedLatent } from './groups.js';
import { leftOutBecause } from './left-out-because.js';

/** Latent representations beside importance-weighted training. @see Sutter et al. 2020, Table 14 */
export const table14: TableSpec = {
  number: '14',
  title: 'Classification accuracy of the learned latent representations, with importance samples',
  caption: 'As Table 1, beside MMVAE with 30 importance samples (I=30).',
  unit: 'probe',
  metric: { name: 'accuracy', digits: 2, higherIsBetter: true },
  columns: subsetColumns,
  rows: [
    {
      label: 'MMVAE',
      group: sharedLatent,
      experiment: 'mst-mmvae',
      variant: 'default',
      published: [0.96, 0.81, 0.99, 0.89, 0.97, 0.9, 0.93],
    },
    {
      label: 'MMVAE (I=30)',
      group: sharedLatent,
      experiment: 'mst-mmvae-i30',
      variant: 'default',
      published: [0.92, 0.67, 0.99, 0.8, 0.96, 0.83, 0.86],
      optionalBeside: 'mst-mmvae',
      leftOutBecause,
    },
    {
      label: 'mmJSD',
      group: sharedLatent,
      experiment: 'mst-mmjsd',
      variant: 'default',
      published: [0.97, 0.82, 0.99, 0.93, 0.99, 0.92, 0.98],
    },
    {
      label: 'MMVAE (MS)',
      group: modalitySpecificLatents,
      experiment: 'mst-mmvae-ms',
      variant: 'default',
      published: [0.96, 0.81, 0.99, 0.89, 0.98, 0.91, 0.92],
    },
    {
      label: 'mmJSD (MS)',
      group: modalitySpecificLatents,
      experiment: 'mst-mmjsd-ms',
      variant: 'default',
      published: [0.98, 0.85, 0.99, 0.94, 0.98, 0.94, 0.99],
    },
  ],
};
