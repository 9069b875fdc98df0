import type { Cells, Claim, Comparison } from '../paper/claims/claim.js';
import { paperClaims } from '../paper/claims/paper-claims.js';
import { codeWeights } from '../paper/official-code.js';
import type { TableSpec } from '../paper/table.js';
import type { Table } from './table.js';

/** A number with its standard error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** The number of a row and column of the claim's table; undefined if there is none. */
export type Lookup = (experiment: string, column: string) => Estimate | undefined;

/** A comparison with its numbers. */
export interface JudgedComparison extends Comparison {
  readonly values: { readonly left: Estimate | undefined; readonly right: Estimate | undefined };
  /** `within error`: missed, but by no more than two standard errors. `empty`: both numbers are below the claim's floor. */
  readonly state: 'holds' | 'within error' | 'fails' | 'missing' | 'empty';
}

/** How a claim stands to numbers. */
export type Verdict = 'holds' | 'does not hold' | 'cannot be told';

/** A claim with its verdict. */
export interface JudgedClaim {
  /** Without the comparisons that are left out. */
  readonly claim: Claim;
  readonly verdict: Verdict;
  readonly comparisons: readonly JudgedComparison[];
  /** Experiments that were not run, and without which the claim was judged. */
  readonly leftOut?: readonly string[];
  /** The verdict with MVAE as the paper's text has it, where the claim is about MVAE with the published code's weights. */
  readonly corrected?: Verdict;
}

/** The mean of some cells; its error is theirs on average, as if all erred alike: they are of the same model and test items. */
function estimateOf({ experiment, columns, factor = 1 }: Cells, lookup: Lookup): Estimate | undefined {
  const found = columns.flatMap((column) => lookup(experiment, column) ?? []);
  if (found.length < columns.length) return undefined;
  const mean = (key: keyof Estimate): number =>
    (factor * found.reduce((sum, cell) => sum + cell[key], 0)) / found.length;
  return { value: mean('value'), error: mean('error') };
}

/** Numbers that are equal on paper must not differ by rounding. */
const rounding = 1e-9;

function stateOf(
  { relation, margin }: Comparison,
  { left, right }: JudgedComparison['values'],
  floor = Number.NEGATIVE_INFINITY,
): JudgedComparison['state'] {
  if (left === undefined || right === undefined) return 'missing';
  if (left.value < floor && right.value < floor) return 'empty';
  const difference = left.value - right.value;
  const missedBy = relation === 'at least' ? margin - difference : Math.abs(difference) - margin;
  if (missedBy <= rounding) return 'holds';
  return missedBy > 2 * Math.hypot(left.error, right.error) + rounding ? 'fails' : 'within error';
}

/** Share of a claim's comparisons that must say something, and of these that must be met as they are. */
const enough = { telling: 1 / 2, met: 3 / 4 };

/**
 * Judges a claim by numbers. It does not hold if one of its comparisons is missed, beyond its margin, by more than two standard
 * errors of the difference. It holds if at least three quarters of those that say something are met by the numbers as they are,
 * and the others missed within the error: of many comparisons of equal numbers some are missed by chance. Comparisons of two
 * numbers near chance say nothing. Else, if a number is missing or half of the comparisons say nothing, it cannot be told. The
 * error of a difference is that of independent numbers: models are tested on the same items, which makes the true one smaller,
 * and a claim is called wrong too seldom rather than too often.
 */
export function judgeClaim(claim: Claim, lookup: Lookup): JudgedClaim {
  const comparisons = claim.comparisons.map((comparison): JudgedComparison => {
    const values = { left: estimateOf(comparison.left, lookup), right: estimateOf(comparison.right, lookup) };
    return { ...comparison, values, state: stateOf(comparison, values, claim.floor) };
  });
  const number = (...states: JudgedComparison['state'][]): number =>
    comparisons.filter(({ state }) => states.includes(state)).length;
  const telling = number('holds', 'within error');
  const holds =
    number('missing') === 0 && telling > enough.telling * comparisons.length && number('holds') >= enough.met * telling;
  const verdict = number('fails') > 0 ? 'does not hold' : holds ? 'holds' : 'cannot be told';
  return { claim, verdict, comparisons };
}

/** Row of an experiment that claims are about. */
function rowOf<Row extends { readonly experiment: string; readonly variant: string }>(
  rows: readonly Row[],
  experiment: string,
): Row | undefined {
  return rows.find((row) => row.experiment === experiment && row.variant === 'default');
}

/** Looks numbers up in a finished table; one whose error is not known contradicts nothing. */
export function oursIn({ rows, columns }: Table): Lookup {
  return (experiment, column) => {
    const cell = rowOf(rows, experiment)?.cells[columns.findIndex(({ key }) => key === column)];
    return cell?.ours === undefined ? undefined : { value: cell.ours, error: cell.standardError ?? Infinity };
  };
}

/** Looks numbers up among the published ones, which are taken as they are. */
export function publishedIn({ rows, columns }: TableSpec): Lookup {
  return (experiment, column) => {
    const value = rowOf(rows, experiment)?.published?.[columns.findIndex(({ key }) => key === column)];
    return value === undefined ? undefined : { value, error: 0 };
  };
}

const rowsOf = ({ left, right }: Comparison): string[] => [left.experiment, right.experiment];

function judgeByTable(stated: Claim, table: Table): JudgedClaim {
  const absent = (comparison: Comparison): string[] =>
    comparison.optional ? rowsOf(comparison).filter((experiment) => !rowOf(table.rows, experiment)) : [];
  const comparisons = stated.comparisons.filter((comparison) => absent(comparison).length === 0);
  const claim = { ...stated, comparisons };
  const ours = oursIn(table);
  const asInText: Lookup = (experiment, column) => ours(experiment.replace(codeWeights, ''), column);
  const isOfCode = comparisons.flatMap(rowsOf).some((experiment) => experiment.endsWith(codeWeights));
  return {
    ...judgeClaim(claim, ours),
    leftOut: [...new Set(stated.comparisons.flatMap(absent))],
    ...(isOfCode && { corrected: judgeClaim(claim, asInText).verdict }),
  };
}

/** The claims of the paper about finished tables, judged by their numbers alone. */
export function judgedClaims(tables: readonly Table[]): JudgedClaim[] {
  return tables.flatMap((table) =>
    paperClaims.filter((claim) => claim.table === table.number).map((claim) => judgeByTable(claim, table)),
  );
}
