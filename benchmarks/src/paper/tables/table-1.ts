import type { TableSpec } from '../table.js';
import { accuracy, type Published, rowsOf, subsetColumns } from './table-parts.js';

/** The numbers of Table 1. */
export const publishedLatents: Published = {
  'mst-mvae': [0.85, 0.2, 0.58, 0.8, 0.92, 0.46, 0.9],
  'mst-mmvae': [0.96, 0.81, 0.99, 0.89, 0.97, 0.9, 0.93],
  'mst-mmjsd': [0.97, 0.82, 0.99, 0.93, 0.99, 0.92, 0.98],
  'mst-mvae-ms': [0.86, 0.28, 0.78, 0.82, 0.94, 0.64, 0.92],
  'mst-mmvae-ms': [0.96, 0.81, 0.99, 0.89, 0.98, 0.91, 0.92],
  'mst-mmjsd-ms': [0.98, 0.85, 0.99, 0.94, 0.98, 0.94, 0.99],
};

/** Latent representation classification. @see Sutter et al. 2020, Table 1 */
export const table1: TableSpec = {
  number: '1',
  title: 'Classification accuracy of the learned latent representations using a linear classifier',
  caption:
    'Linear probe on the latents of every subset of the modalities M (MNIST), S (SVHN), T (text). ' +
    'Latents: means of the subset posterior; for MMVAE one stratified component of the mixture per item; ' +
    'for mmJSD the dynamic prior (product of experts) of the subset; MS models: shared latents only.',
  job: 'probe',
  metric: accuracy,
  columns: subsetColumns,
  rows: rowsOf(publishedLatents, {
    officialCode: true,
    variants: { mmvae: { 'mixture-mean': 'mean of the mixture' }, mmjsd: { mixture: 'mixture' } },
  }),
};
