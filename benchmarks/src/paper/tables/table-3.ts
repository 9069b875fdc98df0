import { abbreviated, toMnist, toSvhn } from '../mst-keys.js';
import type { TableColumn, TableMetric, TableSpec } from '../table.js';
import { columnsOf, rowsOf } from './table-parts.js';

/** Measures besides the paper's, of images from the prior. */
function fromPrior(measure: string, metric: Omit<TableMetric, 'name'>): TableColumn[] {
  return ['random>mnist', 'random>svhn'].map((key) => ({
    key: `${measure} ${key}`,
    label: `${measure} ${abbreviated(key)}`,
    metric: { name: measure, ...metric },
  }));
}

/** Quality of generated samples. @see Sutter et al. 2020, Table 3 */
export const table3: TableSpec = {
  number: '3',
  title: 'Quality of generated samples',
  caption:
    'Precision and recall of distributions (Sajjadi et al. 2018), generated against real images: the mean of all precision and ' +
    'recall values, whose ceiling is 0.7204. A,B→C is modality C generated from A and B (M: MNIST, S: SVHN, T: text), R→C ' +
    'from the prior. FID (Heusel et al. 2017, less is better), density and coverage (Naeem et al. 2020) are not in the paper. Values ' +
    'of other features or other numbers of images do not compare with each other.',
  job: 'quality',
  metric: { name: 'mean of precision and recall', digits: 3, resolution: 0.01, higherIsBetter: true, wholeOnly: true },
  columns: [
    ...columnsOf([...toMnist, 'random>mnist', ...toSvhn, 'random>svhn']),
    ...fromPrior('FID', { digits: 1, higherIsBetter: false }),
    ...fromPrior('density', { digits: 2, higherIsBetter: true }),
    ...fromPrior('coverage', { digits: 2, higherIsBetter: true }),
  ],
  rows: rowsOf(
    {
      'mst-mvae': [0.62, 0.62, 0.58, 0.62, 0.33, 0.34, 0.22, 0.33],
      'mst-mmvae': [0.22, 0.09, 0.18, 0.35, 0.005, 0.006, 0.006, 0.27],
      'mst-mmjsd': [0.19, 0.09, 0.16, 0.15, 0.05, 0.01, 0.06, 0.09],
      'mst-mvae-ms': [0.6, 0.59, 0.5, 0.6, 0.3, 0.33, 0.17, 0.29],
      'mst-mmvae-ms': [0.62, 0.63, 0.63, 0.52, 0.21, 0.2, 0.2, 0.19],
      'mst-mmjsd-ms': [0.62, 0.64, 0.64, 0.3, 0.21, 0.22, 0.22, 0.17],
    },
    { officialCode: true },
  ),
};
