import type { Table } from '../table.js';
import { type RowText, rowGroups } from './cell-text.js';
import type { Format } from './format.js';
import { stringsNotes, tableNotes } from './notes.js';
import { wrapText } from './wrap-text.js';

/** Characters in a line. */
const lineWidth = 100;
const labelWidth = 19;
const gap = '  ';

/** The lines of one row below each other: ours, its spread, the paper's, the difference. */
function linesOf({ label, cells, below }: RowText): string[][] {
  const spread = cells.map(({ sd }) => sd);
  const lines = [
    ['ours', ...cells.map(({ mean }) => mean)],
    ...(spread.some(Boolean) ? [['± sd', ...spread]] : []),
    ...below,
  ];
  const labels = wrapText(label, labelWidth);
  const blank = Array<string>(cells.length + 1).fill('');
  return Array.from({ length: Math.max(labels.length, lines.length) }, (_, i) => [
    labels[i] ?? '',
    ...(lines[i] ?? blank),
  ]);
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

function gridOf(table: Table): string[] {
  const head = ['model', '', ...table.columns.map(({ label }) => label)];
  const groups = rowGroups(table).map(({ name, rows }) => ({ name, rows: rows.flatMap(linesOf) }));
  const every = [head, ...groups.flatMap(({ rows }) => rows)];
  const widths = head.map((_, i) => Math.max(...every.map((line) => line[i]!.length)));
  const title = wrapText(`Table ${table.number}. ${table.title} (${table.metric.name})`, lineWidth);
  const parts = blocksOf(widths).flatMap((block) => {
    const columns = [0, 1, ...block];
    const own = (line: readonly string[]): string =>
      columns
        .map((i) => (i < 2 ? line[i]!.padEnd(widths[i]!) : line[i]!.padStart(widths[i]!)))
        .join(gap)
        .trimEnd();
    const rule = columns.map((i) => '─'.repeat(widths[i]!)).join('─'.repeat(gap.length));
    return [rule, own(head), ...groups.flatMap(({ name, rows }) => [rule, name, ...rows.map(own)]), rule];
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

/** Several tables below each other; what holds for all of them is said once, at the end. */
export function renderTerminals(tables: readonly Table[]): string {
  const [first, ...others] = tables.map(tableNotes);
  const common = others.length === 0 ? [] : first!.filter((note) => others.every((notes) => notes.includes(note)));
  const each = tables.flatMap((table) => {
    const own = tableNotes(table).filter((note) => !common.includes(note));
    return [...gridOf(table), ...indented(own), ''];
  });
  return [...each, ...(common.length > 0 ? ['All tables:', ...indented(common)] : [])].join('\n').trimEnd();
}
