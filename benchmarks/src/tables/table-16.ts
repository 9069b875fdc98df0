import type { TableRowSpec, TableSpec } from '../table.js';
import { asPublishedCode } from './as-published-code.js';
import { modalitySpecificLatents, sharedLatent } from './groups.js';
import { leftOutBecause } from './left-out-because.js';

const rows: readonly TableRowSpec[] = [
  {
    label: 'MVAE',
    group: sharedLatent,
    experiment: 'mst-mvae',
    variant: 'default',
    published: [-1864],
  },
  {
    label: 'MMVAE (I=30)',
    group: sharedLatent,
    experiment: 'mst-mmvae-i30',
    variant: 'default',
    published: [-1891],
    optionalBeside: 'mst-mmvae',
    leftOutBecause,
  },
  {
    label: 'MMVAE',
    group: sharedLatent,
    experiment: 'mst-mmvae',
    variant: 'default',
    published: [-1916],
  },
  {
    label: 'mmJSD',
    group: sharedLatent,
    experiment: 'mst-mmjsd',
    variant: 'default',
    published: [-1961],
  },
  {
    label: 'MVAE (MS)',
    group: modalitySpecificLatents,
    experiment: 'mst-mvae-ms',
    variant: 'default',
    published: [-1870],
  },
  {
    label: 'MMVAE (MS)',
    group: modalitySpecificLatents,
    experiment: 'mst-mmvae-ms',
    variant: 'default',
    published: [-1893],
  },
  {
    label: 'mmJSD (MS)',
    group: modalitySpecificLatents,
    experiment: 'mst-mmjsd-ms',
    variant: 'default',
    published: [-1900],
  },
];

/** Log-likelihoods beside importance-weighted training. @see Sutter et al. 2020, Table 16 */
export const table16: TableSpec = {
  number: '16',
  title: 'Test set log-likelihoods, with importance samples',
  caption: 'As the column X of Table 4, beside MMVAE with 30 importance samples (I=30).',
  unit: 'likelihood',
  metric: { name: 'nats', digits: 0, higherIsBetter: true, wholeOnly: true },
  columns: [{ key: 'mnist+svhn+text', label: 'X' }],
  rows: [...rows, ...asPublishedCode(rows)],
};
