import type { TableSpec } from '../table.js';
import { rowsOf } from './table-parts.js';

/** Standard error of a time as a share of it: steps of one model take up to a third longer beside other work. */
const noise = 0.1;

/** Training times. @see Sutter et al. 2020, Table 13 */
export const table13: TableSpec = {
  number: '13',
  title: 'Training times',
  caption:
    'Epochs, and time spent in training, on this machine and for this schedule: only where that is the schedule of the paper does ' +
    'the difference say anything. What compares between models under every profile is the time of a step, taken while other work ' +
    'may share the machine (one job at a time: --processes 1). The standard error of a time is taken to be a tenth of it.',
  job: 'train',
  metric: { name: 'epochs, time', digits: 0 },
  columns: [
    { key: 'epochs', label: 'epochs' },
    {
      key: 'seconds',
      label: 'runtime',
      metric: { name: 'time', digits: 0, higherIsBetter: false, noise, wholeOnly: true, format: 'duration' },
    },
    {
      key: 'millisecondsPerStep',
      label: 'ms per step',
      metric: { name: 'milliseconds', digits: 1, higherIsBetter: false, noise },
    },
  ],
  rows: rowsOf({
    'mst-mvae': [50, 10860],
    'mst-mmvae': [50, 7260],
    'mst-mmvae-i30': [30, 54900],
    'mst-mmjsd': [50, 8160],
    'mst-mvae-ms': [100, 22500],
    'mst-mmvae-ms': [100, 15000],
    'mst-mmjsd-ms': [100, 16560],
  }),
};
