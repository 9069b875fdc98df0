import { expect, test } from 'vitest';
import { bestOf } from './best.js';
import type { Table, TableCell } from './table.js';

const rowOf = (label: string, group: string, numbers: readonly (number | undefined)[]) => ({
  label,
  group,
  experiment: label,
  variant: 'default',
  cells: numbers.map((ours): TableCell => ({ values: [], ...(ours !== undefined && { ours }) })),
});

const table: Table = {
  number: '1',
  title: '',
  caption: '',
  metric: { name: 'accuracy', digits: 2, higherIsBetter: true },
  columns: [
    { key: 'a', label: 'a' },
    { key: 'time', label: 'time', metric: { name: 'time', digits: 1, higherIsBetter: false } },
    { key: 'neutral', label: 'neutral', metric: { name: 'share', digits: 1 } },
  ],
  rows: [
    rowOf('A', 'one', [0.9, 3, 1]),
    rowOf('B', 'one', [0.904, 2, 2]),
    rowOf('C', 'one', [0.5, undefined, 3]),
    rowOf('D', 'two', [0.99, 1, 1]),
  ],
  leftOut: [],
  notes: [],
  context: { profile: 'smoke', data: '', backend: '', seeds: [1], reductions: [] },
};

test('the best of a column are those of its group that read the same as the best', () => {
  const { isBestCell, isBestRow } = bestOf(table);
  expect(table.rows.map(({ cells }) => cells.map(isBestCell))).toEqual([
    [true, false, false],
    [true, true, false],
    [false, false, false],
    [false, false, false],
  ]);
  expect(table.rows.map(isBestRow)).toEqual([false, true, false, false]);
});
