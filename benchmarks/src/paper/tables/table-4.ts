import { abbreviated, joint, pairs, singles } from '../mst-keys.js';
import type { TableMetric, TableSpec } from '../table.js';
import { asPublishedCode, type Published, rowsOf } from './table-parts.js';

/** The numbers of Table 4. */
export const publishedLikelihoods: Published = {
  'mst-mvae': [-1864, -2002, -1936, -2040, -1881, -1970, -1908],
  'mst-mmvae': [-1916, -2213, -1911, -2250, -2062, -2231, -2080],
  'mst-mmjsd': [-1961, -2175, -1955, -2249, -2000, -2121, -2004],
  'mst-mvae-ms': [-1870, -1999, -1937, -2033, -1886, -1971, -1909],
  'mst-mmvae-ms': [-1893, -1982, -1934, -1995, -1905, -1958, -1915],
  'mst-mmjsd-ms': [-1900, -1994, -1944, -2006, -1907, -1968, -1918],
};

/** Metric of log-likelihoods. */
export const nats: TableMetric = { name: 'nats', digits: 0, higherIsBetter: true, wholeOnly: true };

const rows = rowsOf(publishedLikelihoods, {
  officialCode: true,
  variants: {
    mmvae: { 'mixture-density': 'mixture density' },
    mmjsd: { mixture: 'mixture, average', 'mixture-density': 'mixture density' },
  },
});

/** Log-likelihoods with the posterior of every subset. @see Sutter et al. 2020, Table 4 */
export const table4: TableSpec = {
  number: '4',
  title: 'Test set log-likelihoods',
  caption:
    'Importance-sampled log p(X) of all three modalities in nats, with draws of the posterior given a subset of them ' +
    '(M: MNIST, S: SVHN, T: text). Where the posterior is a mixture, the estimate is the average over its components, which ' +
    'is what the numbers of the paper are; the one with the density of the mixture is a row of its own. The published code ' +
    'averages draws of different items, which is no log-likelihood, but compares with the numbers of the paper.',
  job: 'likelihood',
  metric: nats,
  columns: [
    { key: joint[0], label: 'X' },
    ...[...singles, ...pairs].map((key) => ({ key, label: `X|${abbreviated(key)}` })),
  ],
  rows: [...rows, ...asPublishedCode(rows)],
};
