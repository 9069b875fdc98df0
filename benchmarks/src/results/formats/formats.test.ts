import { expect, test } from 'vitest';
import type { TableMetric } from '../../paper/table.js';
import { tables } from '../../paper/tables/registry.js';
import type { StringsTable, Table, TableCell } from '../table.js';
import { formats, renderStrings, renderTable, tableFormats } from './registry.js';
import { renderTerminals } from './terminal.js';

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
        { ours: 0.9, values: [0.9], standardError: 0.02, published: 0.97, difference: -0.07 },
        { ours: 0.85, values: [0.85], standardError: 0.02, published: 0.82, difference: 0.03 },
      ],
      computedEarlier: '2026-01-02 03:04 UTC',
    },
    {
      label: 'MVAE',
      group: 'shared',
      experiment: 'mst-mvae',
      variant: 'default',
      cells: [
        { values: [], published: 0.85, missing: 'the loss is not finite' },
        { values: [], published: 0.2 },
      ],
      missing: 'the loss is not finite',
    },
  ],
  leftOut: [{ label: 'MVAE (official code)', experiment: 'mst-mvae-official-code', nextTo: 'mst-mvae' }],
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
  expect(row.match(/<b>([^<]*)<\/b>/g)).toEqual(['<b>failed</b>', '<b>–</b>']);
});

test('CSV has a line for every cell, in full precision', () => {
  const lines = renderTable(table, 'csv').trim().split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[1]).toBe('1,mst-mmjsd,mmJSD,default,M,0.9,,0.02,1,0.97,-0.07,2026-01-02 03:04 UTC,');
  expect(lines[3]).toBe('1,mst-mvae,MVAE,default,M,,,,0,0.85,,,the loss is not finite');
});

test('with several seeds the spread is shown', () => {
  const spread = {
    ...table,
    rows: [{ ...table.rows[0]!, cells: [{ ours: 0.9, sd: 0.012, values: [0.89, 0.91] }, { values: [] }] }],
  };
  expect(renderTable(spread, 'markdown')).toContain('0.90 ± 0.01');
});

test('standard errors are told below the table, and by number in CSV', () => {
  const errors = [0.021, 0.004].map((standardError) => ({ ours: 0.9, standardError, values: [0.9] }));
  const own = { ...table, rows: [{ ...table.rows[0]!, cells: errors }] };
  expect(renderTable(own, 'markdown')).toContain(
    'Standard errors over the test items, not of other seeds: 0.00 to 0.02',
  );
  expect(renderTable(own, 'csv')).toContain('M,0.9,,0.021,1,');
});

test('CSV has no digits that only binary rounding makes', () => {
  const [first, ...others] = table.rows;
  const cell = { ...first!.cells[0]!, ours: -0.7999999999999999 };
  const own: Table = { ...table, rows: [{ ...first!, cells: [cell, ...first!.cells.slice(1)] }, ...others] };
  expect(renderTable(own, 'csv')).toContain('M,-0.8,');
});

test.each(['text', 'markdown', 'html', 'latex'])(
  '%s marks a difference beyond two standard errors, and no other',
  (format) => {
    const text = renderTable(table, format);
    expect(text).toMatch(/(?:▼(?:<\/span> )?−|\\downarrow\$\$-\$)0\.07/);
    expect(text).not.toMatch(/(?:▲(?:<\/span> )?|\\uparrow\$)\+0\.03/);
    expect(text).toMatch(/(?:▲|\\uparrow\$) better/);
  },
);

/** The table with one row of one column. */
function single(metric: TableMetric, cell: TableCell): Table {
  return { ...table, metric, columns: [{ key: 'x', label: 'X|M' }], rows: [{ ...table.rows[0]!, cells: [cell] }] };
}

test.each([
  ['higher is better', { higherIsBetter: true }, 'better'],
  ['lower is better', { higherIsBetter: false }, 'worse'],
  ['neither is better', {}, ''],
  ['too near to tell', { higherIsBetter: true, resolution: 10 }, ''],
])('differences are marked and tinted by the metric: %s', (_, judged, verdict) => {
  const nats = single(
    { name: 'nats', digits: 0, ...judged },
    { ours: -1900, values: [-1900], standardError: 3, published: -1912, difference: 12 },
  );
  const mark = { better: '▲', worse: '▼' }[verdict];
  const html = renderTable(nats, 'html');
  expect(html).toContain(`<td${mark ? ` class="${verdict}-2"` : ''}><b>−1900</b>`);
  expect(html).toMatch(
    new RegExp(
      `<span class="published">−1912</span> <span class="difference">${mark ? `<span [^>]*>${mark}</span> ` : ''}\\+12</span>`,
    ),
  );
});

test.each([
  [12.34, '12.3s'],
  [59.97, '1m 00s'],
  [245, '4m 05s'],
  [10_860, '3h 01m'],
  [7_199.9, '2h 00m'],
])('%d seconds are shown as %s', (seconds, text) => {
  const time = single({ name: 'time', digits: 0, format: 'duration' }, { ours: seconds, values: [seconds] });
  expect(renderTable(time, 'markdown')).toContain(`| ${text} |`);
});

test('a terminal of 100 columns holds the widest table, with several seeds too', () => {
  for (const spec of tables) {
    const rows = spec.rows.map((row) => ({
      ...row,
      cells: spec.columns.map(() => ({
        ours: -2345.678,
        sd: 12.345,
        values: [],
        published: -2e3,
        difference: -345.678,
      })),
    }));
    const text = renderTable({ ...table, ...spec, rows }, 'text');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    for (const { label } of spec.columns) expect(text).toContain(label);
  }
});

test('what tables were made with is said once, before them', () => {
  const text = renderTerminals([table, { ...table, number: '2', notes: ['Of this one.'] }], { context: table.context });
  for (const once of [/Data: synthetic/g, /Reduced:/g, /500 steps/g]) expect(text.match(once)).toHaveLength(1);
  expect(text.indexOf('500 steps')).toBeLessThan(text.indexOf('Table 1'));
  expect(text.indexOf('Of this one')).toBeGreaterThan(text.indexOf('Table 2'));
});

test('the best row and its numbers stand out in a terminal', () => {
  const [mmjsd] = table.rows;
  const worse = { ...mmjsd!, label: 'MMVAE', cells: [0.8, 0.7].map((ours) => ({ ours, values: [ours] })) };
  const text = renderTerminals([{ ...table, rows: [mmjsd!, worse] }], {
    context: table.context,
    strong: (own) => `*${own}*`,
  });
  expect(text).toMatch(/^\*mmJSD \(reused\)\* +ours +\*0\.90\* +\*0\.85\*$/m);
  expect(text).toMatch(/^MMVAE \(reused\) +ours +0\.80 +0\.70$/m);
});

test('LaTeX has a line of ours and of the paper, and nothing unescaped', () => {
  const latex = renderTable({ ...table, notes: ['50 % of a_b & c → d'] }, 'latex');
  expect(latex).toContain('mmJSD (reused) & 0.90 & 0.85 \\\\\n\\quad\\footnotesize paper & \\footnotesize 0.97');
  expect(latex).toContain('diff. & \\footnotesize $\\downarrow$$-$0.07 & \\footnotesize +0.03');
  expect(latex).toContain('MVAE & failed & – \\\\');
  expect(latex).toContain('50 \\% of a\\_b \\& c $\\to$ d');
  expect(latex.match(/\\begin\{(\w+)\}/g)).toHaveLength(2);
});

test('Markdown does not take the bar of a condition for a column', () => {
  expect(renderTable(single(table.metric, { values: [] }), 'markdown')).toContain('X\\|M');
});

test('an unknown format is an error that suggests one', () => {
  expect(() => renderTable(table, 'markdwn')).toThrow(/Unknown table format 'markdwn'/);
});

test('what compares only in whole runs is not judged in a reduced one', () => {
  const metric: TableMetric = { name: 'time', digits: 0, format: 'duration', higherIsBetter: false, wholeOnly: true };
  const time = single(metric, { ours: 60, values: [60], standardError: 6, published: 7260, difference: -7200 });
  expect(renderTable(time, 'html')).not.toContain('better');
  const whole = { ...time, context: { ...time.context, reductions: [] } };
  expect(renderTable(whole, 'html')).toContain('class="better-3"');
});

const strings: StringsTable = {
  number: '17',
  title: 'Texts',
  caption: 'Of <faces> & attributes.',
  strings: ['bald, smiling'],
  notes: ['Data: synthetic.'],
};

test.each(tableFormats)('%s shows strings, and why there are none', (format) => {
  expect(renderStrings(strings, format)).toContain('bald, smiling');
  const missing = renderStrings({ ...strings, strings: [], missing: 'no model' }, format);
  expect(missing).not.toContain('bald');
  if (format !== 'csv') expect(missing).toContain('no model');
});

test('formats have names and endings of their own', () => {
  expect(new Set(tableFormats).size).toBe(formats.length);
  expect(new Set(formats.map(({ ending }) => ending)).size).toBe(formats.length);
});
