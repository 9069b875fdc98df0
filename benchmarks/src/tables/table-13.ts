import type { TableSpec } from '../table.js';
import { modalitySpecificLatents, sharedLatent } from './groups.js';
import { leftOutBecause } from './left-out-because.js';

/** Training times. @see Sutter et al. 2020, Table 13 */
export const table13: TableSpec = {
  number: '13',
  title: 'Training times',
  caption:
    'Epochs, and time spent in training, on this machine and for this schedule: only where that is the schedule of the paper does ' +
    'the difference say anything. What compares between models under every profile is the time of a step, taken while other work ' +
    'may share the machine (one unit at a time: --processes 1).',
  unit: 'train',
  metric: { name: 'epochs, time', digits: 0 },
  columns: [
    { key: 'epochs', label: 'epochs' },
    {
      key: 'seconds',
      label: 'runtime',
      metric: { name: 'time', digits: 0, higherIsBetter: false, wholeOnly: true, format: 'duration' },
    },
    {
      key: 'millisecondsPerStep',
      label: 'ms per step',
      metric: { name: 'milliseconds', digits: 1, higherIsBetter: false },
    },
  ],
  rows: [
    {
      label: 'MVAE',
      group: sharedLatent,
      experiment: 'mst-mvae',
      variant: 'default',
      published: [50, 10860],
    },
    {
      label: 'MMVAE',
      group: sharedLatent,
      experiment: 'mst-mmvae',
      variant: 'default',
      published: [50, 7260],
    },
    {
      label: 'MMVAE (I=30)',
      group: sharedLatent,
      experiment: 'mst-mmvae-i30',
      variant: 'default',
      published: [30, 54900],
      optionalBeside: 'mst-mmvae',
      leftOutBecause,
    },
    {
      label: 'mmJSD',
      group: sharedLatent,
      experiment: 'mst-mmjsd',
      variant: 'default',
      published: [50, 8160],
    },
    {
      label: 'MVAE (MS)',
      group: modalitySpecificLatents,
      experiment: 'mst-mvae-ms',
      variant: 'default',
      published: [100, 22500],
    },
    {
      label: 'MMVAE (MS)',
      group: modalitySpecificLatents,
      experiment: 'mst-mmvae-ms',
      variant: 'default',
      published: [100, 15000],
    },
    {
      label: 'mmJSD (MS)',
      group: modalitySpecificLatents,
      experiment: 'mst-mmjsd-ms',
      variant: 'default',
      published: [100, 16560],
    },
  ],
};
