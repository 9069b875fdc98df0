import { choices } from '../suggest.js';
import type { Table } from '../table.js';
import { UserError } from '../user-error.js';
import { renderCsv } from './csv.js';
import { renderHtml } from './html.js';
import { renderLatex } from './latex.js';
import { renderMarkdown } from './markdown.js';
import { renderTerminal } from './terminal.js';

const renderers: Readonly<Record<string, (table: Table) => string>> = {
  text: renderTerminal,
  markdown: renderMarkdown,
  csv: renderCsv,
  json: (table) => JSON.stringify(table, undefined, 2),
  html: renderHtml,
  latex: renderLatex,
};

/** The ways to show a table. */
export const tableFormats: readonly string[] = Object.keys(renderers);

/**
 * A finished table as text.
 * @param format `text` (terminal), `markdown`, `csv`, `json`, `html` (a fragment) or `latex` (for booktabs).
 * @throws {UserError} if the format is unknown.
 */
export function renderTable(table: Table, format: string): string {
  const render = renderers[format];
  if (!render) throw new UserError(`Unknown table format '${format}'.`, choices(format, tableFormats));
  return render(table);
}
