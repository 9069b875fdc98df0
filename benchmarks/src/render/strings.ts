import type { StringsTable } from '../strings-table.js';
import { choices } from '../suggest.js';
import { UserError } from '../user-error.js';
import { csvText } from './csv.js';
import { escapeHtml } from './escape-html.js';
import { tableFormats } from './formats.js';
import { escapeLatex } from './latex.js';
import { wrapText } from './wrap-text.js';

const lineWidth = 100;

function notesOf({ notes, missing }: StringsTable): string[] {
  return [...notes, ...(missing ? [`Missing: ${missing}`] : [])];
}

const renderers: Readonly<Record<string, (table: StringsTable) => string>> = {
  text: (table) => {
    const strings = table.strings.map((text) => `  ${wrapText(text, lineWidth - 4).join('\n    ')}`);
    return [`Table ${table.number}. ${table.title}`, ...strings, ...notesOf(table).map((note) => `  ${note}`)].join(
      '\n',
    );
  },
  markdown: (table) =>
    [
      `## Table ${table.number}. ${table.title}`,
      '',
      table.caption,
      '',
      ...table.strings.map((text, i) => `${i + 1}. \`\` ${text} \`\``),
      '',
      ...notesOf(table).map((note) => `- ${note}`),
      '',
    ].join('\n'),
  csv: (table) => csvText([['table', 'row', 'text'], ...table.strings.map((text, i) => [table.number, i + 1, text])]),
  json: (table) => JSON.stringify(table, undefined, 2),
  html: (table) => {
    const strings = table.strings.map((text) => `<li><code>${escapeHtml(text)}</code></li>`).join('');
    const notes = notesOf(table)
      .map((note) => `<li>${escapeHtml(note)}</li>`)
      .join('');
    const heading = `<h2>Table ${table.number}. ${escapeHtml(table.title)}</h2><p>${escapeHtml(table.caption)}</p>`;
    return `${heading}<ol>${strings}</ol><ul class="notes">${notes}</ul>`;
  },
  latex: (table) =>
    [
      '% \\usepackage{booktabs}',
      '\\begin{table}',
      `\\caption{${escapeLatex(`${table.title}. ${table.caption}`)}}`,
      '\\begin{tabular}{p{\\linewidth}}',
      '\\toprule',
      ...table.strings.map((text) => `${escapeLatex(text)} \\\\`),
      '\\bottomrule',
      '\\end{tabular}',
      ...notesOf(table).map((note) => `\\par\\footnotesize ${escapeLatex(note)}`),
      '\\end{table}',
      '',
    ].join('\n'),
};

/**
 * A finished table of strings as text.
 * @param format As of the other tables.
 * @throws {UserError} if the format is unknown.
 */
export function renderStrings(table: StringsTable, format: string): string {
  const render = renderers[format];
  if (!render) throw new UserError(`Unknown table format '${format}'.`, choices(format, tableFormats));
  return render(table);
}
