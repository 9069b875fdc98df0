import type { TableMetric } from '../../paper/table.js';
import { columnMetric, type Table, type TableCell, type TableRow } from '../table.js';
import { judgeCell, marks } from './judgement.js';

/** `3h 01m`, `4m 05s`, `12.5s`. */
function duration(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)}s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}

/** A number with a true minus sign, so that columns align and screen readers say "minus"; a dash where there is none. */
export function shownNumber(
  value: number | undefined,
  { digits, format }: Pick<TableMetric, 'digits' | 'format'>,
): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  const size = format === 'duration' ? duration(Math.abs(value)) : Math.abs(value).toFixed(digits);
  return value < 0 && Number(size) !== 0 ? `−${size}` : size;
}

function signed(value: number, metric: TableMetric): string {
  const text = shownNumber(Math.abs(value), metric);
  if (Number(text) === 0 || value === 0) return `±${text}`;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** Texts of one cell; what was not published, or has no spread, is an empty string. */
export interface CellText {
  /** Mean over the seeds; `failed` if it is missing, a dash if there is no such number. */
  readonly mean: string;
  /** Standard deviation over several seeds. */
  readonly sd: string;
  readonly published: string;
  readonly difference: string;
  /** ▲ or ▼ for a difference that is significantly better or worse. */
  readonly mark: string;
}

/** The texts of a cell. */
export function cellText(cell: TableCell, metric: TableMetric): Omit<CellText, 'mark'> {
  return {
    mean: cell.ours === undefined ? (cell.missing === undefined ? '–' : 'failed') : shownNumber(cell.ours, metric),
    sd: cell.sd === undefined ? '' : shownNumber(cell.sd, metric),
    published: cell.published === undefined ? '' : shownNumber(cell.published, metric),
    difference: cell.difference === undefined ? '' : signed(cell.difference, metric),
  };
}

/** `mean` or, over several seeds, `mean ± sd`. */
export function oursText({ mean, sd }: Pick<CellText, 'mean' | 'sd'>): string {
  return sd ? `${mean} ± ${sd}` : mean;
}

/** Texts of one row. */
export interface RowText {
  readonly row: TableRow;
  /** The row's label, which tells whether its numbers are older. */
  readonly label: string;
  readonly cells: readonly CellText[];
  /** Lines to stand below it, a name and a text for each cell: the paper's values and the differences, where there are any. */
  readonly below: readonly (readonly [name: string, ...texts: string[]])[];
}

/** Rows that stand together. */
export interface RowGroup {
  readonly name: string;
  readonly rows: readonly RowText[];
}

/** A table's rows as texts, in their groups. */
export function rowGroups(table: Table): RowGroup[] {
  const groups = new Map<string, RowText[]>();
  for (const row of table.rows) {
    const cells = row.cells.map((cell, column): CellText => {
      const judgement = judgeCell(table, cell, column);
      return { ...cellText(cell, columnMetric(table, column)), mark: judgement ? marks[judgement.verdict] : '' };
    });
    const label = row.label + (row.computedEarlier ? ' (reused)' : '');
    const published = cells.map((cell) => cell.published);
    const differences = cells.map(({ difference, mark }) => mark + difference);
    const below: RowText['below'] = published.some(Boolean)
      ? [
          ['paper', ...published],
          ['diff.', ...differences],
        ]
      : [];
    groups.set(row.group, [...(groups.get(row.group) ?? []), { row, label, cells, below }]);
  }
  return [...groups].map(([name, rows]) => ({ name, rows }));
}
