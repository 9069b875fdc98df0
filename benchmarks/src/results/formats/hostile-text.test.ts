import { expect, test } from 'vitest';
import type { Table } from '../table.js';
import { escapeHtml } from './html-template.js';
import { codeSpan, escapeMarkdown } from './markdown-text.js';
import { renderStrings, renderTable, tableFormats } from './registry.js';

const hostile = 'a\u001b[2J\u202eb\u0000 <script>alert(1)</script> ![x](http://x) `c` *d* _e_ &lt;\n# f | g \\| h';

test('HTML holds nothing that is run, steers or is taken for an entity', () => {
  const text = escapeHtml(hostile);
  expect(text).toContain('a\\u001b[2J\\u202eb\\u0000 &lt;script&gt;');
  expect(text).toContain('&amp;lt;');
});

test('Markdown holds nothing but a line of text', () => {
  expect(escapeMarkdown(hostile)).toBe(
    'a\\\\u001b[2J\\\\u202eb\\\\u0000 \\<script>alert(1)\\</script> ![x\\](http://x) \\`c\\` \\*d\\* \\_e\\_ \\&lt; # f | g \\\\| h',
  );
});

test.each([
  ['# a', '\\# a'],
  ['  > a', '\\> a'],
  ['- a', '\\- a'],
  ['12. a', '12\\. a'],
  ['12.5 % of mst_mmjsd, [0, 1], R&D', '12.5 % of mst_mmjsd, [0, 1], R&D'],
])('at the beginning of a line: %s', (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test('code ends where its text ends', () => {
  expect(codeSpan(' one')).toBe('``  one ``');
  expect(codeSpan('a``` <b>\r\nb\t\u001b')).toBe('```` a``` <b>↵b⇥\\u001b ````');
});

const cell = { values: [], missing: hostile };
const table: Table = {
  number: '1',
  title: hostile,
  caption: hostile,
  metric: { name: 'accuracy', digits: 2 },
  columns: [{ key: 'x', label: hostile }],
  rows: [{ label: hostile, group: 'all', experiment: 'x', variant: 'default', cells: [cell], missing: hostile }],
  leftOut: [],
  notes: [hostile],
  context: { profile: 'quick', data: hostile, backend: hostile, seeds: [1], reductions: [hostile] },
};

test.each(tableFormats.filter((format) => !['text', 'json', 'csv'].includes(format)))(
  '%s of a table with such texts everywhere steers nothing',
  (format) => {
    const strings = { number: '2', title: hostile, caption: hostile, strings: [hostile], notes: [hostile] };
    for (const text of [renderTable(table, format), renderStrings(strings, format)]) {
      expect(text.replace(/\n/g, '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      // LaTeX knows no tags, and code of Markdown holds what it likes.
      if (format !== 'latex') expect(text.replace(/`{2} .* `{2}/g, '')).not.toMatch(/(?<!\\)<script/);
      if (format === 'markdown') expect(text).not.toMatch(/^# f/m);
    }
  },
);
