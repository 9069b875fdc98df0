import type { Table, TableCell, TableMetric } from '../table.js';
import { escapeHtml } from './escape-html.js';
import { cellText, columnMetric, oursText } from './format-number.js';
import { tableNotes } from './notes.js';

function judgement(
  { difference }: TableCell,
  { digits, resolution = 10 ** -digits, higherIsBetter }: TableMetric,
): string {
  if (difference === undefined || higherIsBetter === undefined) return '';
  // Within one unit of the published last digit the two cannot be told apart.
  if (Math.abs(difference) < 1.5 * resolution) return 'same';
  return difference > 0 === higherIsBetter ? 'above' : 'below';
}

/** An HTML `<table>`: ours, below it the paper's value and the coloured difference. The page brings the style. */
export function renderHtml(table: Table): string {
  const head = table.columns.map(({ label }) => `<th scope="col">${escapeHtml(label)}</th>`).join('');
  let group = '';
  const body = table.rows.map((row) => {
    const cells = row.cells.map((cell, column) => {
      const metric = columnMetric(table, column);
      const text = cellText(cell, metric);
      const { published, difference } = text;
      const beside = published
        ? `<small><span class="published">${published}</span> <span class="${judgement(cell, metric)}">${difference}</span></small>`
        : '';
      const why = row.missing && cell.ours === undefined ? ` title="${escapeHtml(row.missing)}"` : '';
      return `<td${why}><b>${oursText(text) || (row.missing ? 'failed' : '–')}</b>${beside}</td>`;
    });
    const heading =
      row.group === group
        ? ''
        : `<tr class="group"><th colspan="${table.columns.length + 1}">${escapeHtml(row.group)}</th></tr>`;
    group = row.group;
    const reused = row.computedEarlier ? ' <em>reused</em>' : '';
    return `${heading}<tr><th scope="row">${escapeHtml(row.label)}${reused}</th>${cells.join('')}</tr>`;
  });
  const notes = tableNotes(table).map((note) => `<li>${escapeHtml(note)}</li>`);
  return (
    `<div class="scroll"><table><thead><tr><th scope="col">model</th>${head}</tr></thead>` +
    `<tbody>${body.join('')}</tbody></table></div><ul class="notes">${notes.join('')}</ul>`
  );
}
