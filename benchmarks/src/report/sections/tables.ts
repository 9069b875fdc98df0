import { renderHtml } from '../../render/html.js';
import { type Html, html, rawHtml } from '../../render/html-template.js';
import type { Table } from '../../table.js';
import type { Section } from '../section.js';

/** Formats in which tables lie beside the report, by the endings of the files. */
export const tableFiles = { csv: 'CSV', json: 'JSON', tex: 'LaTeX' } as const;

function tableOf(table: Table): Html {
  const { number, title, caption } = table;
  const links = Object.entries(tableFiles).map(
    ([ending, name], i) => html`${i > 0 && ' · '}<a href="table-${number}.${ending}">${name}</a>`,
  );
  return html`<article id="table-${number}"><h3>Table ${number}. ${title}</h3>
<p>${caption}</p>
${rawHtml(renderHtml(table))}
<p class="small links">${links}</p></article>`;
}

/** The tables, and how to read them. */
export function tableSection(tables: readonly Table[]): Section | undefined {
  if (tables.length === 0) return undefined;
  const body = html`<p>In each cell: <b>ours</b>, below it the paper’s value and the difference, ▲ if ours is better and ▼ if it is worse. The deeper the colour, the larger the difference: under 5 units of the paper’s last digit, under 20, more.</p>
<p class="small scale" aria-hidden="true"><span class="worse-3">▼</span><span class="worse-2">▼</span><span class="worse-1">▼</span><span>as the paper</span><span class="better-1">▲</span><span class="better-2">▲</span><span class="better-3">▲</span></p>
${tables.map(tableOf)}`;
  const entries = tables.map(({ number }) => ({ id: `table-${number}`, title: `Table ${number}` }));
  return { id: 'tables', title: 'Tables', body, entries };
}
