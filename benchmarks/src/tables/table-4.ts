import type { TableRowSpec, TableSpec } from '../table.js';
import { asPublishedCode } from './as-published-code.js';
import { modalitySpecificLatents, sharedLatent } from './groups.js';

const rows: readonly TableRowSpec[] = [
  {
    label: 'MVAE',
    group: sharedLatent,
    experiment: 'mst-mvae',
    variant: 'default',
    published: [-1864, -2002, -1936, -2040, -1881, -1970, -1908],
  },
  {
    label: 'MVAE (official code)',
    group: sharedLatent,
    experiment: 'mst-mvae-official-code',
    variant: 'default',
    published: [-1864, -2002, -1936, -2040, -1881, -1970, -1908],
    optionalBeside: 'mst-mvae',
  },
  {
    label: 'MMVAE',
    group: sharedLatent,
    experiment: 'mst-mmvae',
    variant: 'default',
    published: [-1916, -2213, -1911, -2250, -2062, -2231, -2080],
  },
  {
    label: 'MMVAE, mixture density',
    group: sharedLatent,
    experiment: 'mst-mmvae',
    variant: 'mixture-density',
  },
  {
    label: 'mmJSD',
    group: sharedLatent,
    experiment: 'mst-mmjsd',
    variant: 'default',
    published: [-1961, -2175, -1955, -2249, -2000, -2121, -2004],
  },
  {
    label: 'mmJSD, mixture, average',
    group: sharedLatent,
    experiment: 'mst-mmjsd',
    variant: 'mixture',
  },
  {
    label: 'mmJSD, mixture density',
    group: sharedLatent,
    experiment: 'mst-mmjsd',
    variant: 'mixture-density',
  },
  {
    label: 'MVAE (MS)',
    group: modalitySpecificLatents,
    experiment: 'mst-mvae-ms',
    variant: 'default',
    published: [-1870, -1999, -1937, -2033, -1886, -1971, -1909],
  },
  {
    label: 'MVAE (MS) (official code)',
    group: modalitySpecificLatents,
    experiment: 'mst-mvae-ms-official-code',
    variant: 'default',
    published: [-1870, -1999, -1937, -2033, -1886, -1971, -1909],
    optionalBeside: 'mst-mvae-ms',
  },
  {
    label: 'MMVAE (MS)',
    group: modalitySpecificLatents,
    experiment: 'mst-mmvae-ms',
    variant: 'default',
    published: [-1893, -1982, -1934, -1995, -1905, -1958, -1915],
  },
  {
    label: 'MMVAE (MS), mixture density',
    group: modalitySpecificLatents,
    experiment: 'mst-mmvae-ms',
    variant: 'mixture-density',
  },
  {
    label: 'mmJSD (MS)',
    group: modalitySpecificLatents,
    experiment: 'mst-mmjsd-ms',
    variant: 'default',
    published: [-1900, -1994, -1944, -2006, -1907, -1968, -1918],
  },
  {
    label: 'mmJSD (MS), mixture, average',
    group: modalitySpecificLatents,
    experiment: 'mst-mmjsd-ms',
    variant: 'mixture',
  },
  {
    label: 'mmJSD (MS), mixture density',
    group: modalitySpecificLatents,
    experiment: 'mst-mmjsd-ms',
    variant: 'mixture-density',
  },
];

/** Log-likelihoods with the posterior of every subset. @see Sutter et al. 2020, Table 4 */
export const table4: TableSpec = {
  number: '4',
  title: 'Test set log-likelihoods',
  caption:
    'Importance-sampled log p(X) of all three modalities in nats, with draws of the posterior given a subset of them ' +
    '(M: MNIST, S: SVHN, T: text). Where the posterior is a mixture, the estimate is the average over its components, which ' +
    'is what the numbers of the paper are; the one with the density of the mixture is a row of its own. The published code ' +
    'averages draws of different items, which is no log-likelihood, but compares with the numbers of the paper.',
  unit: 'likelihood',
  metric: { name: 'nats', digits: 0, higherIsBetter: true, wholeOnly: true },
  columns: [
    { key: 'mnist+svhn+text', label: 'X' },
    { key: 'mnist', label: 'X|M' },
    { key: 'svhn', label: 'X|S' },
    { key: 'text', label: 'X|T' },
    { key: 'mnist+svhn', label: 'X|M,S' },
    { key: 'mnist+text', label: 'X|M,T' },
    { key: 'svhn+text', label: 'X|S,T' },
  ],
  rows: [...rows, ...asPublishedCode(rows)],
};
