import { markdownTable } from 'markdown-table';
import type { Table } from '../table.js';
import { cellText, columnMetric, oursText } from './format-number.js';
import { tableNotes } from './notes.js';

/** Markdown: each cell is `ours (paper, difference)`. */
export function renderMarkdown(table: Table): string {
  const rows = table.rows.map((row) => [
    row.label + (row.computedEarlier ? ' (reused)' : ''),
    ...row.cells.map((cell, column) => {
      const text = cellText(cell, columnMetric(table, column));
      const { published, difference } = text;
      const shown = oursText(text);
      const beside = [published, difference].filter(Boolean).join(', ');
      return beside ? `${shown} (${beside})` : shown;
    }),
  ]);
  const head = ['model', ...table.columns.map(({ label }) => label.replaceAll('|', '\\|'))];
  const align = ['l', ...table.columns.map(() => 'r')];
  return [
    `## Table ${table.number}. ${table.title}`,
    '',
    `${table.caption} In brackets: the paper's value, and ours minus the paper's.`,
    '',
    markdownTable([head, ...rows], { align }),
    '',
    ...tableNotes(table).map((note) => `- ${note}`),
    '',
  ].join('\n');
}
