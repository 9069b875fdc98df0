import type { Table, TableCell } from '../table.js';

/** A true minus sign, so that columns align and screen readers say "minus". */
function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return `±${text}`;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** The texts of one cell; what was not computed or not published is an empty string. */
export interface CellText {
  readonly ours: string;
  readonly published: string;
  readonly difference: string;
}

/** Ours is `mean` or, over several seeds, `mean ± sd`. */
export function cellText(cell: TableCell, { metric }: Table): CellText {
  const sd = cell.sd === undefined ? '' : ` ± ${cell.sd.toFixed(metric.digits)}`;
  return {
    ours: cell.ours === undefined ? '' : `${cell.ours.toFixed(metric.digits)}${sd}`,
    published: cell.published?.toFixed(metric.digits) ?? '',
    difference: cell.difference === undefined ? '' : signed(cell.difference, metric.digits),
  };
}
