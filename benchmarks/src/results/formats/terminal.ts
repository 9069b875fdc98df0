import type { RunContext } from '../../run/run.js';
import { bestOf } from '../best.js';
import type { Table } from '../table.js';
import { type RowText, rowGroups } from './cell-text.js';
import type { Format } from './format.js';
import { contextNotes, ownNotes, stringsNotes, tableNotes } from './notes.js';
import { wrapText } from './wrap-text.js';

/** Characters in a line. */
const lineWidth = 100;
const labelWidth = 19;
const gap = '  ';

/** Makes a text stand out. */
export type Strong = (text: string) => string;

/** The texts of a line, and which of them stand out. */
interface Line {
  readonly texts: readonly string[];
  readonly strong?: (column: number) => boolean;
}

/** The lines of one row below each other: ours, its spread, the paper's, the difference. */
function linesOf({ row, label, cells, below }: RowText, { isBestRow, isBestCell }: ReturnType<typeof bestOf>): Line[] {
  const spread = cells.map(({ sd }) => sd);
  const lines = [
    ['ours', ...cells.map(({ mean }) => mean)],
    ...(spread.some(Boolean) ? [['± sd', ...spread]] : []),
    ...below,
  ];
  const labels = wrapText(label, labelWidth);
  const blank = Array<string>(cells.length + 1).fill('');
  return Array.from({ length: Math.max(labels.length, lines.length) }, (_, i) => ({
    texts: [labels[i] ?? '', ...(lines[i] ?? blank)],
    strong: (at) => (at === 0 ? isBestRow(row) : i === 0 && at > 1 && isBestCell(row.cells[at - 2]!)),
  }));
}

/** Indices of the columns right of the labels, in blocks that fit beside each other. */
function blocksOf([label = 0, line = 0, ...widths]: readonly number[]): number[][] {
  const room = lineWidth - label - gap.length - line;
  const blocks: number[][] = [];
  let used = room;
  widths.forEach((width, i) => {
    used += width + gap.length;
    if (used > room) {
      blocks.push([]);
      used = width + gap.length;
    }
    blocks.at(-1)!.push(i + 2);
  });
  return blocks;
}

function gridOf(table: Table, strong: Strong = String): string[] {
  const head = ['model', '', ...table.columns.map(({ label }) => label)];
  const best = bestOf(table);
  const groups = rowGroups(table).map(({ name, rows }) => ({ name, rows: rows.flatMap((row) => linesOf(row, best)) }));
  const every = [head, ...groups.flatMap(({ rows }) => rows.map(({ texts }) => texts))];
  const widths = head.map((_, i) => Math.max(...every.map((line) => line[i]!.length)));
  const title = wrapText(`Table ${table.number}. ${table.title} (${table.metric.name})`, lineWidth);
  const parts = blocksOf(widths).flatMap((block) => {
    const columns = [0, 1, ...block];
    const own = ({ texts, strong: isStrong }: Line): string => {
      const placed = columns.map((i) => (i < 2 ? texts[i]!.padEnd(widths[i]!) : texts[i]!.padStart(widths[i]!)));
      const last = placed.findLastIndex((text) => text.trim() !== '');
      return placed
        .slice(0, last + 1)
        .map((text, at) => (at === last ? text.trimEnd() : text))
        .map((text, at) => (isStrong?.(columns[at]!) ? text.replace(/\S(?:.*\S)?/, strong) : text))
        .join(gap);
    };
    const rule = columns.map((i) => '─'.repeat(widths[i]!)).join('─'.repeat(gap.length));
    return [rule, own({ texts: head }), ...groups.flatMap(({ name, rows }) => [rule, name, ...rows.map(own)]), rule];
  });
  return [...title, ...parts];
}

function indented(notes: readonly string[]): string[] {
  return notes.flatMap((note) =>
    wrapText(note, lineWidth - 4).map((line, i) => (i === 0 ? `  ${line}` : `    ${line}`)),
  );
}

/**
 * Plain text without colours for a terminal of 100 columns: below each row of ours the paper's and the difference. What is
 * wider continues below.
 */
export const terminal: Format = {
  name: 'text',
  ending: 'txt',
  table: (table) => [...gridOf(table), ...indented(tableNotes(table))].join('\n'),
  strings(table) {
    const title = wrapText(`Table ${table.number}. ${table.title}`, lineWidth);
    return [...title, ...indented(table.strings), ...indented(stringsNotes(table))].join('\n');
  },
};

/**
 * Several tables below each other; what they were made with, and what is reduced, is said once, before them.
 * @param options.context What all were made with.
 * @param options.strong Makes the best number of each column, and the row with most of them, stand out; default: nothing does.
 */
export function renderTerminals(
  tables: readonly Table[],
  options: { readonly context: RunContext; readonly strong?: Strong },
): string {
  const { context, strong } = options;
  const { reductions } = context;
  const said = [
    ...contextNotes({ ...context, reductions: [] }).flatMap((note) => wrapText(note, lineWidth)),
    ...(reductions.length > 0 ? ['Reduced:', ...indented(reductions)] : []),
  ];
  return [said, ...tables.map((table) => [...gridOf(table, strong), ...indented(ownNotes(table))])]
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}
