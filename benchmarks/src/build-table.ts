import type { ExperimentUnits } from './plan.js';
import type { UnitOutcome } from './runner/schedule-units.js';
import { unitKey } from './runner/unit.js';
import type { UnitRecord } from './runner/unit-store.js';
import { summarise } from './summarise.js';
import type { Table, TableCell, TableContext, TableRow, TableRowSpec, TableSpec } from './table.js';
import type { EvaluationResult } from './units/evaluation-result.js';

function cellOf(values: readonly number[], published: number | undefined): TableCell {
  const summary = summarise(values);
  if (published === undefined) return summary;
  return { ...summary, published, ...(summary.ours !== undefined && { difference: summary.ours - published }) };
}

function buildRow(row: TableRowSpec, spec: TableSpec, outcomes: readonly UnitOutcome[]): TableRow {
  const records = outcomes.flatMap(({ record }) => (record ? [record] : []));
  const reused = outcomes.filter(({ state }) => state === 'reused').map(({ record }) => record!.computedAt);
  const missing = outcomes.find(({ record }) => !record);
  const results = records.map(({ result }) => (result as EvaluationResult).values[row.variant]);
  const { label, group, experiment, variant } = row;
  return {
    label,
    group,
    experiment,
    variant,
    cells: spec.columns.map(({ key }, column) =>
      cellOf(
        results.flatMap((result) => (result?.[key] === undefined ? [] : [result[key]])),
        row.published?.[column],
      ),
    ),
    ...(reused.length > 0 && { computedEarlier: reused.sort()[0]!.slice(0, 16).replace('T', ' ').concat(' UTC') }),
    ...(missing && { missing: missing.reason ?? missing.state }),
  };
}

function notesOf(record: UnitRecord | undefined): readonly string[] {
  return record ? (record.result as EvaluationResult).notes : [];
}

/** Fills a table from the outcomes of a run. Rows whose experiment was not part of the run are left out. */
export function buildTable(
  spec: TableSpec,
  plan: readonly ExperimentUnits[],
  outcomes: readonly UnitOutcome[],
  context: TableContext,
): Table {
  const byKey = new Map(outcomes.map((outcome) => [unitKey(outcome.unit), outcome]));
  const notes = new Set<string>();
  const rows = spec.rows.flatMap((row) => {
    const units = plan
      .filter(({ experiment }) => experiment.id === row.experiment)
      .flatMap(({ units: planned }) => planned[spec.unit] ?? []);
    if (units.length === 0) return [];
    const own = units.map((unit) => byKey.get(unitKey(unit))!);
    for (const { record } of own) for (const note of notesOf(record)) notes.add(note);
    return [buildRow(row, spec, own)];
  });
  const planned = new Set(plan.map(({ experiment }) => experiment.id));
  const leftOut = spec.rows.flatMap(({ label, experiment, optionalBeside: beside, leftOutBecause }) =>
    beside !== undefined && planned.has(beside) && !planned.has(experiment)
      ? [{ label, experiment, beside, ...(leftOutBecause && { because: leftOutBecause }) }]
      : [],
  );
  const { number, title, caption, metric, columns } = spec;
  return { number, title, caption, metric, columns, rows, leftOut, notes: [...notes], context };
}
