import CliTable from 'cli-table3';
import type { Table } from '../table.js';
import { cellText } from './format-number.js';
import { tableNotes } from './notes.js';

/** For a terminal: below each row of ours the paper's and the difference. Plain text without colours. */
export function renderTerminal(table: Table): string {
  const grid = new CliTable({
    head: ['model', '', ...table.columns.map(({ label }) => label)],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', ...table.columns.map(() => 'right' as const)],
  });
  let group = '';
  for (const row of table.rows) {
    if (row.group !== group) {
      group = row.group;
      grid.push([{ colSpan: table.columns.length + 2, content: group, hAlign: 'center' }]);
    }
    const texts = row.cells.map((cell) => cellText(cell, table));
    grid.push([
      row.label + (row.computedEarlier ? ' (reused)' : ''),
      'ours',
      ...texts.map(({ ours }) => ours || (row.missing ? 'failed' : '–')),
    ]);
    if (texts.some(({ published }) => published)) {
      grid.push(['', 'paper', ...texts.map(({ published }) => published)]);
      grid.push(['', 'ours − paper', ...texts.map(({ difference }) => difference)]);
    }
  }
  const title = `Table ${table.number}. ${table.title} (${table.metric.name})`;
  return [title, grid.toString(), ...tableNotes(table).map((note) => `  ${note}`)].join('\n');
}
