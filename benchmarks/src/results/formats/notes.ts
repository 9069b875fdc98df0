import type { RunContext } from '../../run/run.js';
import type { Provenance } from '../summary.js';
import { columnMetric, type StringsTable, type Table } from '../table.js';
import { rowGroups, shownNumber } from './cell-text.js';

/**
 * Data, profile, backend and seeds of numbers, and what is reduced; one sentence each.
 * @param made How the numbers were made.
 */
export function contextNotes(context: RunContext, made: readonly string[] = []): string[] {
  const { seeds } = context;
  return [
    `Data: ${context.data.replace(/\.$/, '')}.`,
    `Profile: ${context.profile}; backend: ${context.backend}; ` +
      (seeds.length === 1
        ? `one seed (${seeds[0]}), so no standard deviation.`
        : `${seeds.length} seeds (${seeds.join(', ')}), mean ± standard deviation.`),
    ...made,
    ...context.reductions.map((reduction) => `Reduced: ${reduction}`),
  ];
}

/**
 * Which numbers are older, and which are missing; one sentence each.
 * @param options.prefix Stands before every name.
 */
export function provenanceNotes(
  items: readonly (Provenance & { readonly name: string })[],
  { prefix = '', separator = '; ' }: { readonly prefix?: string; readonly separator?: string } = {},
): string[] {
  const earlier = new Map<string, string[]>();
  for (const { name, computedEarlier: date } of items) {
    if (date) earlier.set(date, [...(earlier.get(date) ?? []), name]);
  }
  return [
    ...[...earlier].map(([date, names]) => `Reused, computed ${date}: ${prefix}${names.join(separator)}.`),
    ...items.flatMap(({ name, missing }) => (missing ? [`Missing: ${prefix}${name}: ${missing}`] : [])),
  ];
}

/** Range of the standard errors of a table, if its cells have some, and which differences are marked. */
function standardErrorsNote(table: Table): string[] {
  const errors = table.rows.flatMap(({ cells }) =>
    cells.flatMap(({ standardError: value }, column) =>
      value === undefined || columnMetric(table, column).noise !== undefined
        ? []
        : [{ value, text: shownNumber(value, columnMetric(table, column)) }],
    ),
  );
  if (errors.length === 0) return [];
  errors.sort((a, b) => a.value - b.value);
  const range = `${errors[0]!.text} to ${errors.at(-1)!.text}`;
  const of = table.context.seeds.length > 1 ? 'over test items and seeds' : 'over the test items, not of other seeds';
  const isMarked = rowGroups(table).some(({ rows }) => rows.some(({ cells }) => cells.some(({ mark }) => mark)));
  return [
    `Standard errors ${of}: ${range}; CSV and JSON have that of each number.`,
    ...(isMarked ? ['▲ better, ▼ worse than in the paper by more than two standard errors.'] : []),
  ];
}

/** Notes on a table's own numbers: how they were made, which are older, what is missing. */
export function ownNotes(table: Table): string[] {
  const { rows, leftOut, notes: made } = table;
  return [
    ...made,
    ...standardErrorsNote(table),
    ...provenanceNotes(rows.map((row) => ({ ...row, name: row.label }))),
    ...leftOut.map(({ label, experiment, nextTo, because }) => {
      const models = [nextTo, experiment].map((id) => id.replace(/^mst-/, '')).join(' ');
      return `Left out: ${label}${because ? `, since ${because}` : ''}; to get the row: --only ${models}`;
    }),
  ];
}

/** Notes that must stand below a table that stands alone: data and schedule, what is reduced, and its own. */
export function tableNotes(table: Table): string[] {
  return [...contextNotes(table.context), ...ownNotes(table)];
}

/** Notes that must stand below every table of strings. */
export function stringsNotes({ notes, missing }: StringsTable): string[] {
  return [...notes, ...(missing ? [`Missing: ${missing}`] : [])];
}
