import { visibleText } from '../../input/visible-text.js';
import type { Table } from '../table.js';
import { oursText, type RowText, rowGroups } from './cell-text.js';
import type { Format } from './format.js';
import { stringsNotes, tableNotes } from './notes.js';

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '→': '$\\to$',
  '±': '$\\pm$',
  '−': '$-$',
  '×': '$\\times$',
  β: '$\\beta$',
  '|': '$\\mid$',
  '▲': '$\\uparrow$',
  '▼': '$\\downarrow$',
  '<': '$<$',
  '>': '$>$',
};

/** Text as it may stand in LaTeX; line breaks, two of which would end a paragraph, are blanks. */
function escapeLatex(text: string): string {
  return visibleText(text.replace(/\s+/g, ' ')).replace(
    /[\\~^→±−×β▲▼|<>]|[&%$#_{}]/g,
    (character) => special[character] ?? `\\${character}`,
  );
}

function line(cells: readonly string[]): string {
  return `${cells.join(' & ')} \\\\`;
}

/** A row of ours, and below it in small type the paper's values and the differences. */
function linesOf({ label, cells, below }: RowText): string[] {
  const small = below.map(([name, ...texts]) =>
    line([`\\quad\\footnotesize ${name}`, ...texts.map((text) => text && `\\footnotesize ${escapeLatex(text)}`)]),
  );
  return [line([label, ...cells.map(oursText)].map(escapeLatex)), ...small];
}

function bodyOf(table: Table): string[] {
  const span = table.columns.length + 1;
  return rowGroups(table).flatMap(({ name, rows }) => [
    '\\midrule',
    line([`\\multicolumn{${span}}{l}{\\emph{${escapeLatex(name)}}}`]),
    '\\addlinespace',
    ...rows.flatMap(linesOf),
  ]);
}

/** A floating table with its caption above and the notes below. */
function floating(caption: string, columns: string, body: readonly string[], notes: readonly string[]): string {
  return [
    '% \\usepackage{booktabs}',
    '\\begin{table}',
    '\\centering',
    `\\caption{${escapeLatex(caption)}}`,
    `\\begin{tabular}{${columns}}`,
    '\\toprule',
    ...body,
    '\\bottomrule',
    '\\end{tabular}',
    ...notes.map((note) => `\\par\\footnotesize ${escapeLatex(note)}`),
    '\\end{table}',
    '',
  ].join('\n');
}

/** LaTeX for the package booktabs. */
export const latex: Format = {
  name: 'latex',
  ending: 'tex',
  table(table) {
    const { title, metric, caption, columns } = table;
    const head = line(['model', ...columns.map(({ label }) => escapeLatex(label))]);
    const places = `l${'r'.repeat(columns.length)}`;
    return floating(`${title} (${metric.name}). ${caption}`, places, [head, ...bodyOf(table)], tableNotes(table));
  },
  strings(table) {
    const lines = table.strings.map((text) => line([escapeLatex(text)]));
    return floating(`${table.title}. ${table.caption}`, 'p{\\linewidth}', lines, stringsNotes(table));
  },
};
