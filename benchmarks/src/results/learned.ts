import { type Finding, findings } from '../paper/findings.js';
import { findTable } from '../paper/tables/registry.js';
import { judgedClaims, type Lookup, oursIn, publishedIn, type Verdict } from './judge-claim.js';
import type { Table } from './table.js';

function percent(value: number): string {
  return `${(100 * value).toFixed(0)}\u00a0%`;
}

function meanOf(columns: readonly string[], experiment: string, lookup: Lookup): number | undefined {
  const sum = columns.reduce((total, column) => total + (lookup(experiment, column)?.value ?? Number.NaN), 0);
  return Number.isFinite(sum) ? sum / columns.length : undefined;
}

function sentenceOf({ experiment, begin, parts, end }: Finding, table: Table): string[] {
  const published = meanOf(parts[0].columns, experiment, publishedIn(findTable(table.number)));
  const [first, ...others] = parts.map(({ columns }) => meanOf(columns, experiment, oursIn(table)));
  if (first === undefined) return [];
  // There are ten digits.
  const beside = `${published === undefined ? '' : `the paper: ${percent(published)}, `}guessing: ${percent(0.1)}`;
  const told = others.flatMap((value, i) => (value === undefined ? [] : [`${parts[i + 1]!.of} ${percent(value)}`]));
  return [`${begin} ${percent(first)}${end} (${beside})${told.length > 0 ? `: ${told.join(', ')}` : ''}.`];
}

/** What a run learned, in sentences, as far as its tables tell. */
export function learnedFrom(tables: readonly Table[]): string[] {
  return findings.flatMap((finding) => {
    const table = tables.find(({ number }) => number === finding.table);
    return table ? sentenceOf(finding, table) : [];
  });
}

/** How many of the paper's claims about tables hold, in one sentence; undefined if there are none. */
export function claimCount(tables: readonly Table[]): string | undefined {
  const judged = judgedClaims(tables);
  const number = (wanted: Verdict): number => judged.filter(({ verdict }) => verdict === wanted).length;
  if (judged.length === 0) return undefined;
  return number('cannot be told') < judged.length
    ? `Of ${judged.length} claims that the paper makes about these tables, ${number('holds')} hold, ` +
        `${number('does not hold')} do not, and ${number('cannot be told')} cannot be told at this size.`
    : `None of the ${judged.length} claims that the paper makes about these tables can be told from this run.`;
}
