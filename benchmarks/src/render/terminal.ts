import type { Table, TableRow } from '../table.js';
import { type CellText, cellText, columnMetric } from './format-number.js';
import { tableNotes } from './notes.js';
import { wrapText } from './wrap-text.js';

/** Characters in a line. */
const lineWidth = 100;
const labelWidth = 19;
const gap = '  ';

/** The lines of one row below each other: ours, its spread, the paper's, the difference. */
function linesOf(row: TableRow, table: Table): string[][] {
  const texts = row.cells.map((cell, column) => cellText(cell, columnMetric(table, column)));
  const line = (name: string, pick: (text: CellText) => string): string[] => [name, ...texts.map(pick)];
  const lines = [line('ours', ({ mean }) => mean)];
  if (texts.some(({ sd }) => sd)) lines.push(line('± sd', ({ sd }) => sd));
  if (texts.some(({ published }) => published)) {
    lines.push(
      line('paper', ({ published }) => published),
      line('diff.', ({ difference }) => difference),
    );
  }
  const label = wrapText(row.label + (row.computedEarlier ? ' (reused)' : ''), labelWidth);
  const blank = Array<string>(row.cells.length + 1).fill('');
  return Array.from({ length: Math.max(label.length, lines.length) }, (_, i) => [
    label[i] ?? '',
    ...(lines[i] ?? blank),
  ]);
}

/** Columns that fit beside each other, as index ranges. */
function blocksOf(widths: readonly number[], room: number): [begin: number, end: number][] {
  const blocks: [number, number][] = [];
  let used = Number.POSITIVE_INFINITY;
  widths.forEach((width, i) => {
    used += width + gap.length;
    if (used > room) {
      blocks.push([i, i]);
      used = width + gap.length;
    }
    blocks.at(-1)![1] = i + 1;
  });
  return blocks;
}

function gridOf(table: Table): string[] {
  const head = ['model', '', ...table.columns.map(({ label }) => label)];
  const groups: { readonly name: string; readonly rows: string[][] }[] = [];
  for (const row of table.rows) {
    if (groups.at(-1)?.name !== row.group) groups.push({ name: row.group, rows: [] });
    groups.at(-1)!.rows.push(...linesOf(row, table));
  }
  const every = [head, ...groups.flatMap(({ rows }) => rows)];
  const widths = head.map((_, i) => Math.max(...every.map((line) => line[i]!.length)));
  const left = widths[0]! + gap.length + widths[1]!;
  const blocks = blocksOf(widths.slice(2), lineWidth - left);
  const title = wrapText(`Table ${table.number}. ${table.title} (${table.metric.name})`, lineWidth);
  const parts = blocks.flatMap(([begin, end]) => {
    const own = (line: readonly string[]): string =>
      [
        line[0]!.padEnd(widths[0]!),
        line[1]!.padEnd(widths[1]!),
        ...line.slice(begin + 2, end + 2).map((text, i) => text.padStart(widths[begin + 2 + i]!)),
      ]
        .join(gap)
        .trimEnd();
    const rule = '─'.repeat(
      left + widths.slice(begin + 2, end + 2).reduce((sum, width) => sum + gap.length + width, 0),
    );
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
 * For a terminal of 100 columns: below each row of ours the paper's and the difference. What is wider continues below.
 * Plain text without colours.
 */
export function renderTerminal(table: Table): string {
  return [...gridOf(table), ...indented(tableNotes(table))].join('\n');
}

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
