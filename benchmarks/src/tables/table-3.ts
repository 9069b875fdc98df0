import type { TableSpec } from '../table.js';
import { modalitySpecificLatents, sharedLatent } from './groups.js';

/** Quality of generated samples. @see Sutter et al. 2020, Table 3 */
export const table3: TableSpec = {
  number: '3',
  title: 'Quality of generated samples',
  caption:
    'Precision and recall of distributions (Sajjadi et al. 2018), generated against real images: the mean of all precision and ' +
    'recall values, whose ceiling is 0.7204. A,B→C is modality C generated from A and B (M: MNIST, S: SVHN, T: text), R→C ' +
    'from the prior. Values of other features or other numbers of images do not compare with each other.',
  unit: 'quality',
  metric: { name: 'mean of precision and recall', digits: 3, resolution: 0.01, higherIsBetter: true, wholeOnly: true },
  columns: [
    { key: 'svhn>mnist', label: 'S→M' },
    { key: 'text>mnist', label: 'T→M' },
    { key: 'svhn+text>mnist', label: 'S,T→M' },
    { key: 'random>mnist', label: 'R→M' },
    { key: 'mnist>svhn', label: 'M→S' },
    { key: 'text>svhn', label: 'T→S' },
    { key: 'mnist+text>svhn', label: 'M,T→S' },
    { key: 'random>svhn', label: 'R→S' },
  ],
  rows: [
    {
      label: 'MVAE',
      group: sharedLatent,
      experiment: 'mst-mvae',
      variant: 'default',
      published: [0.62, 0.62, 0.58, 0.62, 0.33, 0.34, 0.22, 0.33],
    },
    {
      label: 'MVAE (official code)',
      group: sharedLatent,
      experiment: 'mst-mvae-official-code',
      variant: 'default',
      published: [0.62, 0.62, 0.58, 0.62, 0.33, 0.34, 0.22, 0.33],
      optionalBeside: 'mst-mvae',
    },
    {
      label: 'MMVAE',
      group: sharedLatent,
      experiment: 'mst-mmvae',
      variant: 'default',
      published: [0.22, 0.09, 0.18, 0.35, 0.005, 0.006, 0.006, 0.27],
    },
    {
      label: 'mmJSD',
      group: sharedLatent,
      experiment: 'mst-mmjsd',
      variant: 'default',
      published: [0.19, 0.09, 0.16, 0.15, 0.05, 0.01, 0.06, 0.09],
    },
    {
      label: 'MVAE (MS)',
      group: modalitySpecificLatents,
      experiment: 'mst-mvae-ms',
      variant: 'default',
      published: [0.6, 0.59, 0.5, 0.6, 0.3, 0.33, 0.17, 0.29],
    },
    {
      label: 'MVAE (MS) (official code)',
      group: modalitySpecificLatents,
      experiment: 'mst-mvae-ms-official-code',
      variant: 'default',
      published: [0.6, 0.59, 0.5, 0.6, 0.3, 0.33, 0.17, 0.29],
      optionalBeside: 'mst-mvae-ms',
    },
    {
      label: 'MMVAE (MS)',
      group: modalitySpecificLatents,
      experiment: 'mst-mmvae-ms',
      variant: 'default',
      published: [0.62, 0.63, 0.63, 0.52, 0.21, 0.2, 0.2, 0.19],
    },
    {
      label: 'mmJSD (MS)',
      group: modalitySpecificLatents,
      experiment: 'mst-mmjsd-ms',
      variant: 'default',
      published: [0.62, 0.64, 0.64, 0.3, 0.21, 0.22, 0.22, 0.17],
    },
  ],
};
