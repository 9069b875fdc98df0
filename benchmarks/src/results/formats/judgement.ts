import type { TableMetric } from '../../paper/table.js';
import { columnMetric, type Table, type TableCell } from '../table.js';

/** How a number stands to the published one. */
export interface Judgement {
  /** `same`: within 1.5 steps of the paper's last digit, or within two standard errors of ours. */
  readonly verdict: 'better' | 'worse' | 'same';
  /** 0 for `same`; else 1, 2, 3: below 5, below 20, or more steps of the paper's last digit away. */
  readonly size: 0 | 1 | 2 | 3;
}

/** Differences in steps of the paper's last digit from which on they count as large, and as larger. */
const large = 5;
const larger = 20;

/**
 * Judges a cell; undefined where there is no difference, or neither direction is better. The published number is taken as it is:
 * the paper states no errors. Where ours has no standard error, nothing can be told.
 */
export function judge(
  { difference, standardError = Number.POSITIVE_INFINITY }: TableCell,
  { digits, resolution = 10 ** -digits, higherIsBetter }: TableMetric,
): Judgement | undefined {
  if (difference === undefined || higherIsBetter === undefined) return undefined;
  const steps = Math.abs(difference) / resolution;
  // Within one step of the published last digit the two cannot be told apart.
  if (steps < 1.5 || Math.abs(difference) <= 2 * standardError) return { verdict: 'same', size: 0 };
  const size = steps < large ? 1 : steps < larger ? 2 : 3;
  return { verdict: difference > 0 === higherIsBetter ? 'better' : 'worse', size };
}

/** Signs of better and worse, so that they can be told without colours. */
export const marks: Readonly<Record<Judgement['verdict'], string>> = { better: '▲', worse: '▼', same: '' };

/** Judges a table's cell; undefined also where the run is reduced and the numbers of the column compare only in whole ones. */
export function judgeCell(table: Table, cell: TableCell, column: number): Judgement | undefined {
  const metric = columnMetric(table, column);
  return metric.wholeOnly && table.context.reductions.length > 0 ? undefined : judge(cell, metric);
}
