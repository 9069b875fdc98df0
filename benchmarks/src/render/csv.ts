import type { Table } from '../table.js';

function field(value: string | number | undefined): string {
  const text = value === undefined ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines of fields as CSV. */
export function csvText(lines: readonly (readonly (string | number | undefined)[])[]): string {
  return `${lines.map((line) => line.map(field).join(',')).join('\n')}\n`;
}

/** CSV in long form: one line a cell, full precision. */
export function renderCsv(table: Table): string {
  const lines: (string | number | undefined)[][] = [
    [
      'table',
      'experiment',
      'row',
      'variant',
      'column',
      'ours',
      'sd',
      'standard error',
      'seeds',
      'published',
      'difference',
      'computed earlier',
      'missing',
    ],
  ];
  for (const row of table.rows) {
    row.cells.forEach((cell, index) => {
      lines.push([
        table.number,
        row.experiment,
        row.label,
        row.variant,
        table.columns[index]!.label,
        cell.ours,
        cell.sd,
        cell.standardError,
        cell.values.length,
        cell.published,
        cell.difference,
        row.computedEarlier,
        cell.missing,
      ]);
    });
  }
  return csvText(lines);
}
