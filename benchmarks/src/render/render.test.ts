import { expect, test } from 'vitest';
import type { Table } from '../table.js';
import { renderTable } from './formats.js';

const table: Table = {
  number: '1',
  title: 'Accuracy',
  caption: 'Of latents.',
  metric: { name: 'accuracy', digits: 2, higherIsBetter: true },
  columns: [
    { key: 'mnist', label: 'M' },
    { key: 'svhn', label: 'S' },
  ],
  rows: [
    {
      label: 'mmJSD',
      group: 'shared',
      experiment: 'mst-mmjsd',
      variant: 'default',
      cells: [
        { ours: 0.9, values: [0.9], published: 0.97, difference: -0.07 },
        { ours: 0.85, values: [0.85], published: 0.82, difference: 0.03 },
      ],
      computedEarlier: '2026-01-02 03:04 UTC',
    },
    {
      label: 'MVAE',
      group: 'shared',
      experiment: 'mst-mvae',
      variant: 'default',
      cells: [
        { values: [], published: 0.85 },
        { values: [], published: 0.2 },
      ],
      missing: 'the loss is not finite',
    },
  ],
  leftOut: [{ label: 'MVAE (official code)', experiment: 'mst-mvae-official-code', beside: 'mst-mvae' }],
  notes: ['The probe learns from 256 latents.'],
  context: { profile: 'quick', data: 'synthetic', backend: 'onnx', seeds: [1], reductions: ['500 steps'] },
};

test.each(['text', 'markdown', 'html'])(
  '%s shows ours, the paper, the difference and what they were made with',
  (format) => {
    const text = renderTable(table, format);
    for (const part of [
      '0.90',
      '0.97',
      '−0.07',
      '+0.03',
      'synthetic',
      'quick',
      '256 latents',
      'one seed (1)',
      '500 steps',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('Reused, computed 2026-01-02 03:04 UTC: mmJSD');
    expect(text).toContain('failed');
    expect(text).toContain('the loss is not finite');
    expect(text).toContain('Left out: MVAE (official code); to get the row: --only mvae mvae-official-code');
  },
);

test('a number that was not computed is shown nowhere', () => {
  const html = renderTable(table, 'html');
  const row = html.slice(html.indexOf('MVAE'));
  expect(row.match(/<b>([^<]*)<\/b>/g)).toEqual(['<b>failed</b>', '<b>failed</b>']);
});

test('CSV has a line for every cell, in full precision', () => {
  const lines = renderTable(table, 'csv').trim().split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[1]).toBe('1,mst-mmjsd,mmJSD,default,M,0.9,,1,0.97,-0.07,2026-01-02 03:04 UTC');
});

test('with several seeds the spread is shown', () => {
  const spread = {
    ...table,
    rows: [{ ...table.rows[0]!, cells: [{ ours: 0.9, sd: 0.012, values: [0.89, 0.91] }, { values: [] }] }],
  };
  expect(renderTable(spread, 'markdown')).toContain('0.90 ± 0.01');
});

test('an unknown format is an error that suggests one', () => {
  expect(() => renderTable(table, 'markdwn')).toThrow(/Unknown table format 'markdwn'/);
});
