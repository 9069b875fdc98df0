import { markdownTable } from 'markdown-table';
import type { FigureChart, FigureNumbers } from '../figure.js';
import type { Table } from '../table.js';
import { cellText, oursText, rowGroups } from './cell-text.js';
import type { Format } from './format.js';
import { headingOf } from './heading.js';
import { codeSpan, escapeMarkdown } from './markdown-text.js';
import { stringsNotes, tableNotes } from './notes.js';

/** Rows below a head; bars in texts begin no column. */
function gridOf(rows: readonly (readonly string[])[], first: 'l' | 'r'): string {
  const escaped = rows.map((row) => row.map((text) => escapeMarkdown(text).replaceAll('|', '\\|')));
  return markdownTable(escaped, { align: rows[0]!.map((_, i) => (i === 0 ? first : 'r')) });
}

/** A heading, a caption, contents, and a list of notes. */
function document(heading: string, caption: string, contents: readonly string[], notes: readonly string[]): string {
  const listed = notes.map((note) => `- ${escapeMarkdown(note)}`);
  return [`## ${escapeMarkdown(heading)}`, '', escapeMarkdown(caption), '', ...contents, '', ...listed, ''].join('\n');
}

/** A table with notes below it; by default with all that it needs to stand alone. */
export function tableMarkdown(table: Table, notes: readonly string[] = tableNotes(table)): string {
  const caption = `${table.caption} In brackets: the paper's value, and ours minus the paper's.`;
  return document(`Table ${table.number}. ${table.title}`, caption, [tableGrid(table)], notes);
}

function tableGrid(table: Table): string {
  const rows = rowGroups(table).flatMap((group) =>
    group.rows.map(({ label, cells }) => [
      label,
      ...cells.map((text) => {
        const beside = [text.published, text.mark + text.difference].filter(Boolean).join(', ');
        return beside ? `${oursText(text)} (${beside})` : oursText(text);
      }),
    ]),
  );
  return gridOf([['model', ...table.columns.map(({ label }) => label)], ...rows], 'l');
}

/** The numbers of a chart: a column for each of its lines. */
function chartGrid({ title, metric, lines }: FigureChart, { atTitle }: FigureNumbers): string {
  const places = lines[0]?.points ?? [];
  const rows = places.map(({ at }, i) => [
    String(at),
    ...lines.map(({ points }) => oursText(cellText(points[i]!, metric))),
  ]);
  const head = [atTitle, ...lines.map(({ label }) => label)];
  return `${escapeMarkdown(`${title} (${metric.name})`)}\n\n${gridOf([head, ...rows], typeof places[0]?.at === 'string' ? 'l' : 'r')}\n`;
}

/** Markdown: each cell is `ours (paper, difference)`. */
export const markdown: Format = {
  name: 'markdown',
  ending: 'md',
  table: (table) => tableMarkdown(table),
  strings(table) {
    const strings = table.strings.map((text, i) => `${i + 1}. ${codeSpan(text)}`);
    return document(`Table ${table.number}. ${table.title}`, table.caption, strings, stringsNotes(table));
  },
  figure(figure, numbers) {
    const charts = numbers.charts.map((chart) => chartGrid(chart, numbers));
    return document(headingOf('Figure', figure), figure.caption, charts, figure.notes);
  },
};
