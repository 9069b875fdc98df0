import type { Table } from '../table.js';
import { type CellText, oursText, type RowText, rowGroups } from './cell-text.js';
import type { Format } from './format.js';
import { folded, list, scrolledTable } from './html-elements.js';
import { type Html, html } from './html-template.js';
import { judgeCell } from './judgement.js';
import { stringsNotes, tableNotes } from './notes.js';

function cellOf(table: Table, { row }: RowText, text: CellText, column: number): Html {
  const cell = row.cells[column]!;
  const judgement = judgeCell(table, cell, column);
  const tint = judgement && judgement.size > 0 && html` class="${judgement.verdict}-${judgement.size}"`;
  const mark =
    text.mark && html`<span class="mark" role="img" aria-label="${judgement!.verdict} by">${text.mark}</span> `;
  const difference = text.difference && html` <span class="difference">${mark}${text.difference}</span>`;
  const paper = text.published && html`<small><span class="published">${text.published}</span>${difference}</small>`;
  const title = cell.missing !== undefined && html` title="${cell.missing}"`;
  return html`<td${tint}${title}><b>${oursText(text)}</b>${paper}</td>`;
}

function rowOf(table: Table, own: RowText): Html {
  const { label, computedEarlier } = own.row;
  const cells = own.cells.map((text, column) => cellOf(table, own, text, column));
  const reused = computedEarlier && html` <em title="computed ${computedEarlier}">reused</em>`;
  return html`<tr><th scope="row">${label}${reused}</th>${cells}</tr>
`;
}

/**
 * A fragment of HTML: in each cell ours, below it the paper's value and the difference with a sign for better or worse, and a
 * class (`better-1` … `worse-3`) for its size; the notes fold out below. The page brings the style.
 * @param notes Default: all that the table needs to stand alone.
 */
export function tableHtml(table: Table, notes: readonly string[] = tableNotes(table)): Html {
  const head = ['model', ...table.columns.map(({ label }) => label)];
  const groups = rowGroups(table).map(({ name, rows }) => ({
    title: name,
    rows: rows.map((row) => rowOf(table, row)),
  }));
  return html`${scrolledTable(`Table ${table.number}`, { head, groups, className: 'results' })}
${folded('What the numbers were made with', list(notes), 'notes')}`;
}

/** HTML: fragments for a page that brings the style. */
export const htmlFormat: Format = {
  name: 'html',
  ending: 'html',
  table: (table) => tableHtml(table).text,
  strings(table) {
    const strings = table.strings.map((text) => html`<li><code>${text}</code></li>`);
    return html`<h2>Table ${table.number}. ${table.title}</h2><p>${table.caption}</p>
<ol>${strings}</ol>${list(stringsNotes(table), 'notes')}`.text;
  },
};
