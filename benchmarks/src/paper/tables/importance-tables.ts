import { joint } from '../mst-keys.js';
import type { TableSpec } from '../table.js';
import { publishedLatents } from './table-1.js';
import { publishedCoherence } from './table-2.js';
import { nats, publishedLikelihoods } from './table-4.js';
import { accuracy, asPublishedCode, coherenceColumns, only, rowsOf, subsetColumns } from './table-parts.js';

/** Latent representations beside importance-weighted training. @see Sutter et al. 2020, Table 14 */
export const table14: TableSpec = {
  number: '14',
  title: 'Classification accuracy of the learned latent representations, with importance samples',
  caption: 'As Table 1, beside MMVAE with 30 importance samples (I=30).',
  job: 'probe',
  metric: accuracy,
  columns: subsetColumns,
  rows: rowsOf({
    ...only(publishedLatents, 'mst-mmvae'),
    'mst-mmvae-i30': [0.92, 0.67, 0.99, 0.8, 0.96, 0.83, 0.86],
    ...only(publishedLatents, 'mst-mmjsd', 'mst-mmvae-ms', 'mst-mmjsd-ms'),
  }),
};

/** Coherence beside importance-weighted training. @see Sutter et al. 2020, Table 15 */
export const table15: TableSpec = {
  number: '15',
  title: 'Classification accuracy of generated samples, with importance samples',
  caption: 'As Table 2, beside MMVAE with 30 importance samples (I=30).',
  job: 'coherence',
  metric: accuracy,
  columns: coherenceColumns,
  rows: rowsOf({
    'mst-mmvae-i30': [0.6, 0.71, 0.99, 0.85, 0.76, 0.68, 0.72, 0.95, 0.73, 0.84],
    ...only(publishedCoherence, 'mst-mmvae', 'mst-mmjsd', 'mst-mmvae-ms', 'mst-mmjsd-ms'),
  }),
};

const { 'mst-mvae': mvae, ...others } = Object.fromEntries(
  Object.entries(publishedLikelihoods).map(([id, [ofAll]]) => [id, [ofAll!]]),
);

const rows = rowsOf({ 'mst-mvae': mvae!, 'mst-mmvae-i30': [-1891], ...others });

/** Log-likelihoods beside importance-weighted training. @see Sutter et al. 2020, Table 16 */
export const table16: TableSpec = {
  number: '16',
  title: 'Test set log-likelihoods, with importance samples',
  caption: 'As the column X of Table 4, beside MMVAE with 30 importance samples (I=30).',
  job: 'likelihood',
  metric: nats,
  columns: [{ key: joint[0], label: 'X' }],
  rows: [...rows, ...asPublishedCode(rows)],
};
