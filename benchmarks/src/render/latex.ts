import type { Table } from '../table.js';
import { type CellText, cellText, columnMetric } from './format-number.js';
import { tableNotes } from './notes.js';

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
  '<': '$<$',
  '>': '$>$',
};

/** Text as it may stand in LaTeX. */
export function escapeLatex(text: string): string {
  return text.replace(/[\\~^→±−×β|<>]|[&%$#_{}]/g, (character) => special[character] ?? `\\${character}`);
}

function line(cells: readonly string[]): string {
  return `${cells.join(' & ')} \\\\`;
}

/** LaTeX for the package booktabs: below each row of ours the paper's values and the differences in small type; the notes below the table. */
export function renderLatex(table: Table): string {
  const span = table.columns.length + 1;
  let group = '';
  const body = table.rows.flatMap((row) => {
    const texts = row.cells.map((cell, column) => cellText(cell, columnMetric(table, column)));
    const ours = ({ mean, sd }: CellText): string => escapeLatex(sd ? `${mean} ± ${sd}` : mean);
    const heading =
      row.group === group
        ? []
        : [`\\midrule`, line([`\\multicolumn{${span}}{l}{\\emph{${escapeLatex(row.group)}}}`]), '\\addlinespace'];
    group = row.group;
    const label = escapeLatex(row.label) + (row.computedEarlier ? ' (reused)' : '');
    const small = (name: string, each: (text: CellText) => string): string =>
      line([
        `\\quad\\footnotesize ${name}`,
        ...texts.map(each).map((text) => text && `\\footnotesize ${escapeLatex(text)}`),
      ]);
    const paper = texts.some(({ published }) => published)
      ? [small('paper', ({ published }) => published), small('diff.', ({ difference }) => difference)]
      : [];
    return [...heading, line([label, ...texts.map(ours)]), ...paper];
  });
  return [
    '% \\usepackage{booktabs}',
    '\\begin{table}',
    '\\centering',
    `\\caption{${escapeLatex(`${table.title} (${table.metric.name}). ${table.caption}`)}}`,
    `\\begin{tabular}{l${'r'.repeat(table.columns.length)}}`,
    '\\toprule',
    line(['model', ...table.columns.map(({ label }) => escapeLatex(label))]),
    ...body,
    '\\bottomrule',
    '\\end{tabular}',
    ...tableNotes(table).map((note) => `\\par\\footnotesize ${escapeLatex(note)}`),
    '\\end{table}',
    '',
  ].join('\n');
}
