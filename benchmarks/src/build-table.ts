import type { ExperimentUnits } from './plan.js';
import type { UnitOutcome } from './runner/schedule-units.js';
import { unitKey } from './runner/unit.js';
import { minuteOf } from './runner/unit-status.js';
import type { UnitRecord } from './runner/unit-store.js';
import { summarise } from './summarise.js';
import {
  type Table,
  type TableCell,
  type TableContext,
  type TableRow,
  type TableRowSpec,
  type TableSpec,
  type TableUnitKind,
  unitsOfTable,
} from './table.js';
import type { EvaluationResult } from './units/evaluation-result.js';

function reasonOf(outcomes: readonly UnitOutcome[]): string | undefined {
  const missing = outcomes.find(({ record }) => !record);
  return missing && (missing.reason ?? missing.state);
}

function cellOf(values: readonly number[], published: number | undefined): TableCell {
  const summary = summarise(values);
  if (published === undefined) return summary;
  return { ...summary, published, ...(summary.ours !== undefined && { difference: summary.ours - published }) };
}

/** Outcomes of one row, by kind of unit. */
type RowOutcomes = Readonly<Partial<Record<TableUnitKind, readonly UnitOutcome[]>>>;

function buildRow(row: TableRowSpec, spec: TableSpec, byKind: RowOutcomes): TableRow {
  const outcomes = Object.values(byKind).flat();
  const reused = outcomes.filter(({ state }) => state === 'reused').map(({ record }) => record!.computedAt);
  const missing = reasonOf(outcomes);
  const { label, group, experiment, variant } = row;
  return {
    label,
    group,
    experiment,
    variant,
    cells: spec.columns.map(({ key, unit = spec.unit }, column) => {
      const own = byKind[unit] ?? [];
      const results = own.flatMap(({ record }) =>
        record ? [(record.result as EvaluationResult).values[variant]] : [],
      );
      const values = results.flatMap((result) => (result?.[key] === undefined ? [] : [result[key]]));
      const why = values.length === 0 ? reasonOf(own) : undefined;
      const [only, ...others] = own;
      const errors =
        others.length === 0 ? (only?.record?.result as EvaluationResult | undefined)?.standardErrors : undefined;
      const standardError = errors?.[variant]?.[key];
      return {
        ...cellOf(values, row.published?.[column]),
        ...(Number.isFinite(standardError) && { standardError: standardError! }),
        ...(why !== undefined && { missing: why }),
      };
    }),
    ...(reused.length > 0 && { computedEarlier: minuteOf(reused.sort()[0]!) }),
    ...(missing !== undefined && { missing }),
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
    const planned = plan.filter(({ experiment }) => experiment.id === row.experiment);
    const byKind = Object.fromEntries(
      unitsOfTable(spec).map((kind) => [
        kind,
        planned.flatMap(({ units }) => units[kind] ?? []).map((unit) => byKey.get(unitKey(unit))!),
      ]),
    ) as RowOutcomes;
    const own = Object.values(byKind).flat();
    if (own.length === 0) return [];
    for (const { record } of own) for (const note of notesOf(record)) notes.add(note);
    return [buildRow(row, spec, byKind)];
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
