import type { Cells, Claim, Comparison } from './claim.js';

/** The number of a row and column of the claim's table; undefined if there is none. */
export type Lookup = (experiment: string, column: string) => number | undefined;

/** A comparison with its numbers. */
export interface JudgedComparison extends Comparison {
  readonly values: { readonly left?: number; readonly right?: number };
  readonly state: 'holds' | 'fails' | 'missing';
}

/** A claim with its verdict: one failing comparison contradicts it, one missing leaves it open. */
export interface JudgedClaim {
  readonly claim: Claim;
  readonly verdict: 'reproduced' | 'not reproduced' | 'cannot be told';
  readonly comparisons: readonly JudgedComparison[];
}

function meanOf({ experiment, columns, factor = 1 }: Cells, lookup: Lookup): number | undefined {
  const found = columns.flatMap((column) => lookup(experiment, column) ?? []);
  if (found.length < columns.length) return undefined;
  return (factor * found.reduce((sum, value) => sum + value, 0)) / found.length;
}

/** Numbers that are equal on paper must not differ by rounding. */
const rounding = 1e-9;

function judgeComparison(comparison: Comparison, lookup: Lookup): JudgedComparison {
  const { relation, margin } = comparison;
  const left = meanOf(comparison.left, lookup);
  const right = meanOf(comparison.right, lookup);
  const values = { ...(left !== undefined && { left }), ...(right !== undefined && { right }) };
  if (left === undefined || right === undefined) return { ...comparison, values, state: 'missing' };
  const holds =
    relation === 'at least' ? left - right >= margin - rounding : Math.abs(left - right) <= margin + rounding;
  return { ...comparison, values, state: holds ? 'holds' : 'fails' };
}

/** Judges a claim by the numbers of its table. */
export function judgeClaim(claim: Claim, lookup: Lookup): JudgedClaim {
  const comparisons = claim.comparisons.map((comparison) => judgeComparison(comparison, lookup));
  const some = (state: JudgedComparison['state']): boolean => comparisons.some((one) => one.state === state);
  const verdict = some('fails') ? 'not reproduced' : some('missing') ? 'cannot be told' : 'reproduced';
  return { claim, verdict, comparisons };
}
