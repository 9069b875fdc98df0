import type { JobOutcome } from '@polyvae/jobs';
import { findExperiment } from '../datasets/registry.js';
import type { EvaluationResult } from '../jobs/evaluation-result.js';
import { measuringJob } from '../jobs/registry.js';
import { jobsOfTable, type TableColumn, type TableRowSpec, type TableSpec } from '../paper/table.js';
import type { Run } from '../run/run.js';
import { contextOf, outcomesOf, provenanceOf, resultsOf, type Summary, summarise } from './summary.js';
import type { LeftOutRow, Table, TableCell, TableRow } from './table.js';

/** Outcomes of one row, by kind of job. */
type RowOutcomes = ReadonlyMap<string, readonly JobOutcome<EvaluationResult>[]>;

/** The standard error of a number; undefined if nothing is known of it. See {@link TableCell}. */
function standardErrorOf({ ours, sd, values }: Summary, errors: readonly number[], noise?: number): number | undefined {
  if (ours === undefined) return undefined;
  const sampling = summarise(errors.filter(Number.isFinite)).ours ?? (noise && noise * Math.abs(ours));
  if (sampling === undefined && sd === undefined) return undefined;
  return Math.hypot(sampling ?? 0, (sd ?? 0) / Math.sqrt(values.length));
}

function cellOf(
  { key, metric }: TableColumn,
  variant: string,
  own: readonly JobOutcome<EvaluationResult>[],
  published: number | undefined,
): TableCell {
  const results = resultsOf(own);
  const summary = summarise(results.flatMap(({ values }) => values[variant]?.[key] ?? []));
  const { ours } = summary;
  const { missing } = provenanceOf(own);
  const errors = results.flatMap(({ standardErrors }) => standardErrors?.[variant]?.[key] ?? []);
  const standardError = standardErrorOf(summary, errors, metric?.noise);
  return {
    ...summary,
    ...(published !== undefined && { published }),
    ...(published !== undefined && ours !== undefined && { difference: ours - published }),
    ...(standardError !== undefined && { standardError }),
    ...(ours === undefined && missing !== undefined && { missing }),
  };
}

function buildRow(row: TableRowSpec, { columns, job, metric }: TableSpec, outcomes: RowOutcomes): TableRow {
  const { label, group, experiment, variant, comparedBy, published } = row;
  const cells = columns.map((column, i) =>
    cellOf({ metric, ...column }, variant, outcomes.get(column.job ?? job) ?? [], published?.[i]),
  );
  const provenance = provenanceOf([...outcomes.values()].flat());
  return { label, group, experiment, variant, ...(comparedBy && { comparedBy }), cells, ...provenance };
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
