import type { Table, TableCell, TableMetric } from '../table.js';

/** `3h 01m`, `4m 05s`, `12.5s`. */
function duration(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)}s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}

/** A true minus sign, so that columns align and screen readers say "minus". */
function plain(value: number, { digits, format }: TableMetric): string {
  const size = format === 'duration' ? duration(Math.abs(value)) : Math.abs(value).toFixed(digits);
  return value < 0 && Number(size) !== 0 ? `−${size}` : size;
}

function signed(value: number, { digits, format }: TableMetric): string {
  const text = format === 'duration' ? duration(Math.abs(value)) : Math.abs(value).toFixed(digits);
  if (Number(text) === 0 || value === 0) return `±${text}`;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** The texts of one cell; what was not published, or has no spread, is an empty string. */
export interface CellText {
  /** Mean over the seeds; `failed` if it is missing, a dash if there is no such number. */
  readonly mean: string;
  /** Standard deviation over several seeds. */
  readonly sd: string;
  readonly published: string;
  readonly difference: string;
}

/** The metric of a table's column. */
export function columnMetric(table: Table, column: number): TableMetric {
  return table.columns[column]!.metric ?? table.metric;
}

/** The texts of a table's cell in a column. */
export function cellText(cell: TableCell, metric: TableMetric): CellText {
  return {
    mean: cell.ours === undefined ? (cell.missing === undefined ? '–' : 'failed') : plain(cell.ours, metric),
    sd: cell.sd === undefined ? '' : plain(cell.sd, metric),
    published: cell.published === undefined ? '' : plain(cell.published, metric),
    difference: cell.difference === undefined ? '' : signed(cell.difference, metric),
  };
}

/** `mean` or, over several seeds, `mean ± sd`. */
export function oursText({ mean, sd }: CellText): string {
  return sd ? `${mean} ± ${sd}` : mean;
}
