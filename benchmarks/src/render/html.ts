import type { Table, TableCell, TableRow } from '../table.js';
import { cellText, columnMetric, oursText } from './format-number.js';
import { type Html, html } from './html-template.js';
import { judgeCell } from './judgement.js';
import { tableNotes } from './notes.js';

/** Signs of better and worse, so that they can be told without colours. */
const marks = {
  better: html`<span class="mark" role="img" aria-label="better by">▲</span> `,
  worse: html`<span class="mark" role="img" aria-label="worse by">▼</span> `,
  same: undefined,
} as const;

function cellOf(table: Table, cell: TableCell, column: number): Html {
  const text = cellText(cell, columnMetric(table, column));
  const judgement = judgeCell(table, cell, column);
  const tint = judgement && judgement.size > 0 && html` class="${judgement.verdict}-${judgement.size}"`;
  const difference =
    text.difference &&
    html` <span class="difference">${judgement && marks[judgement.verdict]}${text.difference}</span>`;
  return html`<td${tint}${cell.missing !== undefined && html` title="${cell.missing}"`}><b>${oursText(text)}</b>${
    text.published && html`<small><span class="published">${text.published}</span>${difference}</small>`
  }</td>`;
}

function rowOf(row: TableRow, table: Table): Html {
  const cells = row.cells.map((cell, column) => cellOf(table, cell, column));
  const reused = row.computedEarlier && html` <em title="computed ${row.computedEarlier}">reused</em>`;
  return html`<tr><th scope="row">${row.label}${reused}</th>${cells}</tr>`;
}

function groupsOf(table: Table): Html[] {
  const groups = new Map<string, TableRow[]>();
  for (const row of table.rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  return [...groups].map(
    ([name, rows]) =>
      html`<tbody><tr class="group"><th colspan="${table.columns.length + 1}" scope="rowgroup"><span>${name}</span></th></tr>${rows.map((row) => rowOf(row, table))}</tbody>`,
  );
}

/**
 * An HTML table: in each cell ours, below it the paper's value and the difference with a sign for better or worse, and a
 * class (`better-1` … `worse-3`) for its size; the notes fold out below. The page brings the style.
 */
export function renderHtml(table: Table): string {
  const head = table.columns.map(({ label }) => html`<th scope="col">${label}</th>`);
  const notes = tableNotes(table).map((note) => html`<li>${note}</li>`);
  return html`<div class="scroll" role="region" aria-label="Table ${table.number}" tabindex="0"><table class="results"><thead><tr><th scope="col">model</th>${head}</tr></thead>${groupsOf(table)}</table></div><details class="notes"><summary>What the numbers were made with</summary><ul>${notes}</ul></details>`
    .text;
}
