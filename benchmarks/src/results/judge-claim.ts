import type { Cells, Claim, Comparison } from '../paper/claims/claim.js';
import { paperClaims } from '../paper/claims/paper-claims.js';
import type { TableSpec } from '../paper/table.js';
import type { Table } from './table.js';

/** The number of a row and column of the claim's table; undefined if there is none. */
export type Lookup = (experiment: string, column: string) => number | undefined;

/** A comparison with its numbers. */
export interface JudgedComparison extends Comparison {
  readonly values: { readonly left: number | undefined; readonly right: number | undefined };
  /** `empty`: both numbers are below the claim's floor. */
  readonly state: 'holds' | 'fails' | 'missing' | 'empty';
}

/** A claim with its verdict: one failing comparison contradicts it, one missing or empty leaves it open. */
export interface JudgedClaim {
  readonly claim: Claim;
  readonly verdict: 'reproduced' | 'not reproduced' | 'cannot be told';
  readonly comparisons: readonly JudgedComparison[];
}

function numberOf({ experiment, columns, factor = 1 }: Cells, lookup: Lookup): number | undefined {
  const found = columns.flatMap((column) => lookup(experiment, column) ?? []);
  if (found.length < columns.length) return undefined;
  return (factor * found.reduce((sum, value) => sum + value, 0)) / found.length;
}

/** Numbers that are equal on paper must not differ by rounding. */
const rounding = 1e-9;

function stateOf(
  { relation, margin }: Comparison,
  { left, right }: JudgedComparison['values'],
  floor = Number.NEGATIVE_INFINITY,
): JudgedComparison['state'] {
  if (left === undefined || right === undefined) return 'missing';
  if (left < floor && right < floor) return 'empty';
  const holds =
    relation === 'at least' ? left - right >= margin - rounding : Math.abs(left - right) <= margin + rounding;
  return holds ? 'holds' : 'fails';
}

/** Judges a claim by the numbers of its table. */
export function judgeClaim(claim: Claim, lookup: Lookup): JudgedClaim {
  const comparisons = claim.comparisons.map((comparison): JudgedComparison => {
    const values = { left: numberOf(comparison.left, lookup), right: numberOf(comparison.right, lookup) };
    return { ...comparison, values, state: stateOf(comparison, values, claim.floor) };
  });
  const some = (state: JudgedComparison['state']): boolean => comparisons.some((one) => one.state === state);
  const open = some('missing') || some('empty');
  const verdict = some('fails') ? 'not reproduced' : open ? 'cannot be told' : 'reproduced';
  return { claim, verdict, comparisons };
}

/** Row of an experiment that claims are about. */
function rowOf<Row extends { readonly experiment: string; readonly variant: string }>(
  rows: readonly Row[],
  experiment: string,
): Row | undefined {
  return rows.find((row) => row.experiment === experiment && row.variant === 'default');
}

/** Looks numbers up in a finished table. */
export function oursIn({ rows, columns }: Table): Lookup {
  return (experiment, column) => rowOf(rows, experiment)?.cells[columns.findIndex(({ key }) => key === column)]?.ours;
}

/** Looks numbers up among the published ones. */
export function publishedIn({ rows, columns }: TableSpec): Lookup {
  return (experiment, column) => rowOf(rows, experiment)?.published?.[columns.findIndex(({ key }) => key === column)];
}

/** The claims of the paper about finished tables, judged by their numbers alone. */
export function judgedClaims(tables: readonly Table[]): JudgedClaim[] {
  return tables.flatMap((table) =>
    paperClaims.filter((claim) => claim.table === table.number).map((claim) => judgeClaim(claim, oursIn(table))),
  );
}
