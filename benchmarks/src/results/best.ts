import { rowGroups } from './formats/cell-text.js';
import { columnMetric, type Table, type TableCell, type TableRow } from './table.js';

/**
 * The best numbers of ours in each column of a group of rows, all that read the same, and the rows of each group that have most of
 * them; none where a group has but one row, or neither direction is better.
 */
export function bestOf(table: Table): {
  isBestCell(cell: TableCell): boolean;
  isBestRow(row: TableRow): boolean;
} {
  const cells = new Set<TableCell>();
  const best = new Set<TableRow>();
  for (const { rows } of rowGroups(table)) {
    const counts = new Map<TableRow, number>();
    for (const column of table.columns.keys()) {
      const { higherIsBetter } = columnMetric(table, column);
      const numbers = rows.flatMap(({ row }) => row.cells[column]!.ours ?? []).filter(Number.isFinite);
      if (higherIsBetter === undefined || numbers.length < 2) continue;
      const top = higherIsBetter ? Math.max(...numbers) : Math.min(...numbers);
      const reads = rows.find(({ row }) => row.cells[column]!.ours === top)!.cells[column]!.mean;
      for (const { row, cells: texts } of rows) {
        if (texts[column]!.mean !== reads) continue;
        cells.add(row.cells[column]!);
        counts.set(row, (counts.get(row) ?? 0) + 1);
      }
    }
    const most = Math.max(...counts.values());
    for (const [row, count] of counts) if (count === most) best.add(row);
  }
  return { isBestCell: (cell) => cells.has(cell), isBestRow: (row) => best.has(row) };
}
