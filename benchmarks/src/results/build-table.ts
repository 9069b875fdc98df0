import type { JobOutcome } from '@polyvae/jobs';
import { findExperiment } from '../datasets/registry.js';
import type { EvaluationResult } from '../jobs/evaluation-result.js';
import { measuringJob } from '../jobs/registry.js';
import { jobsOfTable, type TableColumn, type TableRowSpec, type TableSpec } from '../paper/table.js';
import type { Run } from '../run/run.js';
import { contextOf, outcomesOf, provenanceOf, resultsOf, summarise } from './summary.js';
import type { LeftOutRow, Table, TableCell, TableRow } from './table.js';

/** Outcomes of one row, by kind of job. */
type RowOutcomes = ReadonlyMap<string, readonly JobOutcome<EvaluationResult>[]>;

function cellOf(
  { key }: TableColumn,
  variant: string,
  own: readonly JobOutcome<EvaluationResult>[],
  published: number | undefined,
): TableCell {
  const results = resultsOf(own);
  const summary = summarise(results.flatMap(({ values }) => values[variant]?.[key] ?? []));
  const { ours } = summary;
  const { missing } = provenanceOf(own);
  const standardError = own.length === 1 ? results[0]?.standardErrors?.[variant]?.[key] : undefined;
  return {
    ...summary,
    ...(published !== undefined && { published }),
    ...(published !== undefined && ours !== undefined && { difference: ours - published }),
    ...(standardError !== undefined && Number.isFinite(standardError) && { standardError }),
    ...(ours === undefined && missing !== undefined && { missing }),
  };
}

function buildRow(row: TableRowSpec, { columns, job }: TableSpec, outcomes: RowOutcomes): TableRow {
  const { label, group, experiment, variant, published } = row;
  const cells = columns.map((column, i) =>
    cellOf(column, variant, outcomes.get(column.job ?? job) ?? [], published?.[i]),
  );
  return { label, group, experiment, variant, cells, ...provenanceOf([...outcomes.values()].flat()) };
}

function leftOutRows({ rows }: TableSpec, planned: ReadonlySet<string>): LeftOutRow[] {
  return rows.flatMap(({ label, experiment, optionalNextTo: nextTo, leftOutBecause: because }) =>
    nextTo !== undefined && planned.has(nextTo) && !planned.has(experiment)
      ? [{ label, experiment, nextTo, ...(because && { because }) }]
      : [],
  );
}

/**
 * Fills a table from a run. Rows whose experiment was not part of it are left out.
 * @returns The table; undefined if that are all rows.
 */
export function buildTable(spec: TableSpec, run: Run): Table | undefined {
  const kinds = jobsOfTable(spec).map(measuringJob);
  const notes = new Set<string>();
  const rows = spec.rows.flatMap((row) => {
    const outcomes = new Map(kinds.map((kind) => [kind.kind, outcomesOf(run, row.experiment, kind)]));
    const own = [...outcomes.values()].flat();
    for (const result of resultsOf(own)) for (const note of result.notes) notes.add(note);
    return own.length === 0 ? [] : [buildRow(row, spec, outcomes)];
  });
  if (rows.length === 0) return undefined;
  const shown = [...new Set(rows.map(({ experiment }) => experiment))].map(findExperiment);
  const planned = new Set(run.plan.map(({ experiment }) => experiment.id));
  const { number, title, caption, metric, columns } = spec;
  return {
    number,
    title,
    caption,
    metric,
    columns,
    rows,
    leftOut: leftOutRows(spec, planned),
    notes: [...notes],
    context: contextOf(run, shown, kinds),
  };
}

/** The tables that have a row of a run's experiments. */
export function buildTables(specs: readonly TableSpec[], run: Run): Table[] {
  return specs.flatMap((spec) => buildTable(spec, run) ?? []);
}
