import { csvFormat } from 'd3-dsv';
import type { Format } from './format.js';

/** Lines that all have the columns of the first, below their names. */
function csvText(lines: readonly Readonly<Record<string, string | number | undefined>>[]): string {
  return `${csvFormat(lines.map((line) => Object.fromEntries(Object.entries(line).map(([name, value]) => [name, shown(value)]))))}\n`;
}

/** Numbers without the digits that only binary rounding makes, as of -0.7999999999999999. */
function shown(value: string | number | undefined): string | number | undefined {
  return typeof value === 'number' ? Number(value.toPrecision(14)) : value;
}

/** CSV in long form: one line a number, 14 digits. */
export const csv: Format = {
  name: 'csv',
  ending: 'csv',
  table: ({ number, columns, rows }) =>
    csvText(
      rows.flatMap(({ experiment, label, variant, cells, computedEarlier }) =>
        cells.map(({ ours, sd, standardError, values, published, difference, missing }, column) => ({
          table: number,
          experiment,
          row: label,
          variant,
          column: columns[column]!.label,
          ours,
          sd,
          'standard error': standardError,
          seeds: values.length,
          published,
          difference,
          'computed earlier': computedEarlier,
          missing,
        })),
      ),
    ),
  strings: ({ number, strings }) => csvText(strings.map((text, i) => ({ table: number, row: i + 1, text }))),
  figure: ({ number }, { atTitle, charts }) =>
    csvText(
      charts.flatMap(({ title, lines }) =>
        lines.flatMap(({ label, points }) =>
          points.map(({ at, experiment, ours, sd, values, computedEarlier, missing }) => ({
            figure: number,
            chart: title,
            line: label,
            [atTitle]: at,
            experiment,
            ours,
            sd,
            seeds: values.length,
            'computed earlier': computedEarlier,
            missing,
          })),
        ),
      ),
    ),
};
