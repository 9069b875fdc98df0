import type { TableSpec } from '../table.js';
import { coherenceColumns } from './columns.js';
import { modalitySpecificLatents, sharedLatent } from './groups.js';
import { leftOutBecause } from './left-out-because.js';

/** Coherence beside importance-weighted training. @see Sutter et al. 2020, Table 15 */
export const table15: TableSpec = {
  number: '15',
  title: 'Classification accuracy of generated samples, with importance samples',
  caption: 'As Table 2, beside MMVAE with 30 importance samples (I=30).',
  unit: 'coherence',
  metric: { name: 'accuracy', digits: 2, higherIsBetter: true },
  columns: coherenceColumns,
  rows: [
    {
      label: 'MMVAE (I=30)',
      group: sharedLatent,
      experiment: 'mst-mmvae-i30',
      variant: 'default',
      published: [0.6, 0.71, 0.99, 0.85, 0.76, 0.68, 0.72, 0.95, 0.73, 0.84],
      optionalBeside: 'mst-mmvae',
      leftOutBecause,
    },
    {
      label: 'MMVAE',
      group: sharedLatent,
      experiment: 'mst-mmvae',
      variant: 'default',
      published: [0.54, 0.82, 0.99, 0.91, 0.32, 0.3, 0.31, 0.96, 0.83, 0.9],
    },
    {
      label: 'mmJSD',
      group: sharedLatent,
      experiment: 'mst-mmjsd',
      variant: 'default',
      published: [0.6, 0.82, 0.99, 0.95, 0.37, 0.36, 0.48, 0.97, 0.83, 0.92],
    },
    {
      label: 'MMVAE (MS)',
      group: modalitySpecificLatents,
      experiment: 'mst-mmvae-ms',
      variant: 'default',
      published: [0.67, 0.77, 0.97, 0.86, 0.88, 0.93, 0.9, 0.82, 0.7, 0.76],
    },
    {
      label: 'mmJSD (MS)',
      group: modalitySpecificLatents,
      experiment: 'mst-mmjsd-ms',
      variant: 'default',
      published: [0.66, 0.8, 0.97, 0.93, 0.89, 0.93, 0.92, 0.92, 0.79, 0.86],
    },
  ],
};
