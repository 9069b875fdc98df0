import type { TableSpec } from '../table.js';
import { accuracy, coherenceColumns, type Published, rowsOf } from './table-parts.js';

/** The numbers of Table 2. */
export const publishedCoherence: Published = {
  'mst-mvae': [0.72, 0.17, 0.14, 0.22, 0.37, 0.3, 0.86, 0.2, 0.12, 0.22],
  'mst-mmvae': [0.54, 0.82, 0.99, 0.91, 0.32, 0.3, 0.31, 0.96, 0.83, 0.9],
  'mst-mmjsd': [0.6, 0.82, 0.99, 0.95, 0.37, 0.36, 0.48, 0.97, 0.83, 0.92],
  'mst-mvae-ms': [0.74, 0.16, 0.17, 0.25, 0.35, 0.37, 0.85, 0.24, 0.14, 0.26],
  'mst-mmvae-ms': [0.67, 0.77, 0.97, 0.86, 0.88, 0.93, 0.9, 0.82, 0.7, 0.76],
  'mst-mmjsd-ms': [0.66, 0.8, 0.97, 0.93, 0.89, 0.93, 0.92, 0.92, 0.79, 0.86],
};

/** Coherence of generated samples. @see Sutter et al. 2020, Table 2 */
export const table2: TableSpec = {
  number: '2',
  title: 'Classification accuracy of generated samples',
  caption:
    'Coherence: how often classifiers, trained on the training images and texts of one modality, find the given digit in what ' +
    'is generated. A,B→C is modality C generated from A and B (M: MNIST, S: SVHN, T: text); a text is judged by the ' +
    'probabilities of its characters. Subsets are encoded by the posterior of each objective, for mmJSD the dynamic prior, with ' +
    'samples of the mixture in a row of its own. Random is generated from the prior: all is how often all three agree, code the ' +
    'count of the published code and numbers, 0.82 by chance.',
  job: 'coherence',
  metric: accuracy,
  columns: coherenceColumns,
  rows: rowsOf(publishedCoherence, { officialCode: true, variants: { mmjsd: { mixture: 'mixture' } } }),
};
