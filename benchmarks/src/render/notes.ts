import type { Table } from '../table.js';

/** What must stand beside every table: what it was made with, what is reduced, which numbers are older, what is missing. */
export function tableNotes({ context, rows, leftOut, notes: made }: Table): string[] {
  const { seeds } = context;
  const notes = [
    `Data: ${context.data.replace(/\.$/, '')}.`,
    `Profile: ${context.profile}; backend: ${context.backend}; ` +
      (seeds.length === 1
        ? `one seed (${seeds[0]}), so no standard deviation.`
        : `${seeds.length} seeds (${seeds.join(', ')}), mean ± standard deviation.`),
  ];
  notes.push(...made);
  for (const reduction of context.reductions) notes.push(`Reduced: ${reduction}`);
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
