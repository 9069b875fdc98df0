import type { Table, TableContext } from '../table.js';
import { cellText, columnMetric } from './format-number.js';

/** What numbers were made with, and what is reduced. */
export function contextNotes(context: TableContext, made: readonly string[]): string[] {
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

/** How large the standard errors are, of tables whose cells have some. */
function standardErrorsNote(table: Table): string[] {
  const found = table.rows.flatMap(({ cells }) =>
    cells.flatMap(({ standardError: ours }, column) => (ours === undefined ? [] : [{ ours, column }])),
  );
  if (found.length === 0) return [];
  const [least, most] = found.reduce(
    ([low, high], each) => [each.ours < low.ours ? each : low, each.ours > high.ours ? each : high],
    [found[0]!, found[0]!],
  );
  const text = ({ ours, column }: (typeof found)[number]): string =>
    cellText({ ours, values: [ours] }, columnMetric(table, column)).mean;
  return [
    `Standard errors over the test items: ${text(least)} to ${text(most)}; CSV and JSON have that of each number.`,
  ];
}

/** What must stand beside every table: what it was made with, what is reduced, which numbers are older, what is missing. */
export function tableNotes(table: Table): string[] {
  const { context, rows, leftOut, notes: made } = table;
  const notes = contextNotes(context, [...made, ...standardErrorsNote(table)]);
  const earlier = new Map<string, string[]>();
  for (const { label, computedEarlier } of rows) {
    if (computedEarlier) earlier.set(computedEarlier, [...(earlier.get(computedEarlier) ?? []), label]);
  }
  for (const [date, labels] of earlier) notes.push(`Reused, computed ${date}: ${labels.join('; ')}.`);
  for (const { label, missing } of rows) if (missing) notes.push(`Missing: ${label}: ${missing}`);
  for (const { label, experiment, beside, because } of leftOut) {
    const models = [beside, experiment].map((id) => id.replace(/^mst-/, '')).join(' ');
    notes.push(`Left out: ${label}${because ? `, since ${because}` : ''}; to get the row: --only ${models}`);
  }
  return notes;
}
