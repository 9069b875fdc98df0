import type { ShownCell, ShownTable } from '../../jobs/shown.js';
import { shownNumber } from '../../results/formats/cell-text.js';
import { scrolledTable } from '../../results/formats/html-elements.js';
import { type Html, html } from '../../results/formats/html-template.js';

/** A table with groups of rows. */
export function drawTable({ label, head, groups }: ShownTable, model: string): Html {
  const drawn = groups.map(({ title, rows }) => ({ title, rows: rows.map(rowOf) }));
  return scrolledTable(`${label} of ${model}`, { head, groups: drawn });
}

function rowOf([first = '', ...others]: readonly ShownCell[]): Html {
  return html`<tr><th scope="row">${textOf(first)}</th>${others.map((cell) => html`<td>${textOf(cell)}</td>`)}</tr>
`;
}

function textOf(cell: ShownCell): Html | string {
  if (typeof cell === 'string') return cell;
  const number = shownNumber(cell.value, cell);
  return cell.bold ? html`<b>${number}</b>` : number;
}
