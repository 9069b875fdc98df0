import type { Table, TableContext } from '../table.js';

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

/** What must stand beside every table: what it was made with, what is reduced, which numbers are older, what is missing. */
export function tableNotes({ context, rows, leftOut, notes: made }: Table): string[] {
  const notes = contextNotes(context, made);
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
