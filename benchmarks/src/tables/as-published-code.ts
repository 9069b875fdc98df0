import type { TableRowSpec } from '../table.js';

/** Group of rows that {@link asPublishedCode} makes. */
export const averagedAsPublished = 'Averaged as the published code does: 12 draws, each of another item';

/** The rows that have published numbers again, with what the published code takes for a log-likelihood. */
export function asPublishedCode(rows: readonly TableRowSpec[]): TableRowSpec[] {
  return rows
    .filter(({ published, optionalBeside }) => published && optionalBeside === undefined)
    .map((row) => ({ ...row, label: `${row.label}, code`, group: averagedAsPublished, variant: 'published' }));
}
