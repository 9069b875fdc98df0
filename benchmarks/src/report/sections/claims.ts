import { cellText, columnMetric } from '../../render/format-number.js';
import { type Html, html } from '../../render/html-template.js';
import type { Table } from '../../table.js';
import { findTable } from '../../tables/registry.js';
import type { Cells } from '../claims/claim.js';
import { type JudgedClaim, type JudgedComparison, judgeClaim, type Lookup } from '../claims/judge-claim.js';
import { paperClaims } from '../claims/paper-claims.js';
import { shownNumber } from '../shown-number.js';

const signs: Readonly<Record<JudgedClaim['verdict'], string>> = {
  reproduced: '✓',
  'not reproduced': '✗',
  'cannot be told': '?',
};

const states: Readonly<Record<JudgedComparison['state'], string>> = {
  holds: '✓ holds',
  fails: '✗ fails',
  missing: '? missing',
  empty: '– near chance',
};

function oursIn({ rows, columns }: Table): Lookup {
  return (experiment, column) =>
    rows.find((row) => row.experiment === experiment && row.variant === 'default')?.cells[
      columns.findIndex(({ key }) => key === column)
    ]?.ours;
}

function publishedIn(number: string): Lookup {
  const { rows, columns } = findTable(number);
  return (experiment, column) =>
    rows.find((row) => row.experiment === experiment && row.variant === 'default')?.published?.[
      columns.findIndex(({ key }) => key === column)
    ];
}

function nameOf({ experiment, columns, factor = 1 }: Cells, table: Table): string {
  const row = findTable(table.number).rows.find((one) => one.experiment === experiment);
  const labels = columns.map((key) => table.columns.find((column) => column.key === key)?.label ?? key);
  const what = labels.length > 1 ? `mean of ${labels.join('; ')}` : labels[0];
  return `${factor === 1 ? '' : `${factor} × `}${row?.label ?? experiment} ${what}`;
}

/** A number in the metric of the first column that it is made of. */
function numberOf(value: number | undefined, { columns }: Cells, table: Table): string {
  const at = Math.max(
    0,
    table.columns.findIndex(({ key }) => key === columns[0]),
  );
  return value === undefined ? '–' : cellText({ ours: value, values: [] }, columnMetric(table, at)).mean;
}

/** The sign, and below it how much the right side is shifted or how far it may be away. */
function relationOf({ relation, margin }: JudgedComparison): Html {
  const size = shownNumber(Math.abs(margin), Number.isInteger(margin) ? 0 : 2);
  if (relation === 'near') return html`≈<small>±${size}</small>`;
  return html`≥${margin !== 0 && html`<small>${margin > 0 ? '+' : '−'}${size}</small>`}`;
}

function comparisonRow(comparison: JudgedComparison, paper: JudgedComparison, table: Table): Html {
  const { left, right, values, state } = comparison;
  const side = (cells: Cells, ours: number | undefined, published: number | undefined) =>
    html`<td><b>${numberOf(ours, cells, table)}</b><small>${numberOf(published, cells, table)}</small></td>`;
  return html`<tr class="${state}"><th scope="row">${nameOf(left, table)}</th>${side(left, values.left, paper.values.left)}
<td class="relation">${relationOf(comparison)}</td>${side(right, values.right, paper.values.right)}<td class="name">${nameOf(right, table)}</td><td class="name">${states[state]}</td></tr>`;
}

function claimItem({ claim, verdict, comparisons }: JudgedClaim, table: Table): Html {
  const paper = judgeClaim(claim, publishedIn(claim.table)).comparisons;
  const number = (state: JudgedComparison['state']): number => comparisons.filter((one) => one.state === state).length;
  const told = [
    `${number('holds')} of ${comparisons.length} comparison${comparisons.length > 1 ? 's' : ''} hold${number('holds') === 1 ? 's' : ''}`,
    ...(number('missing') > 0 ? [`${number('missing')} missing`] : []),
    ...(number('empty') > 0 ? [`${number('empty')} near chance`] : []),
  ].join(', ');
  const rows = comparisons.map((comparison, i) => comparisonRow(comparison, paper[i]!, table));
  return html`<li><details class="claim ${verdict.replaceAll(' ', '-')}"><summary><strong class="verdict"><span aria-hidden="true">${signs[verdict]}</span> ${verdict}</strong> ${claim.statement} <span class="source">${claim.source} · ${told}</span></summary>
<div class="scroll" role="region" aria-label="Comparisons: ${claim.statement}" tabindex="0"><table class="plain comparisons"><thead><tr><th scope="col">this</th><th scope="col">ours, paper</th><th scope="col"><span class="unseen">relation</span></th><th scope="col">ours, paper</th><th scope="col" class="name">that</th><th scope="col" class="name">ours</th></tr></thead><tbody>${rows}</tbody></table></div></details></li>`;
}

/** The claims of the paper about tables that were computed, judged by the numbers of this run alone. */
export function judgedClaims(tables: readonly Table[]): readonly JudgedClaim[] {
  return tables.flatMap((table) =>
    paperClaims.filter((claim) => claim.table === table.number).map((claim) => judgeClaim(claim, oursIn(table))),
  );
}

function howMany(count: number): string {
  return `${count} ${count === 1 ? 'is' : 'are'}`;
}

/** The claims with their verdicts and the numbers behind them. */
export function claimList(tables: readonly Table[]): Html | undefined {
  const judged = judgedClaims(tables);
  if (judged.length === 0) return undefined;
  const told = judged.filter(({ verdict }) => verdict !== 'cannot be told');
  const open = judged.filter(({ verdict }) => verdict === 'cannot be told');
  const reproduced = told.filter(({ verdict }) => verdict === 'reproduced').length;
  const items = (claims: readonly JudgedClaim[]) =>
    claims.map((one) => claimItem(one, tables.find(({ number }) => number === one.claim.table)!));
  const summary =
    told.length > 0
      ? `Of ${judged.length} claims that the paper makes about these tables, ${howMany(reproduced)} reproduced, ` +
        `${howMany(told.length - reproduced)} not, and ${open.length} cannot be told from this run.`
      : `None of the ${judged.length} claims that the paper makes about these tables can be told from this run.`;
  const reduced = tables.some(({ context }) => context.reductions.length > 0);
  return html`<h3 id="claims">What the paper says, checked</h3>
<p>${summary} A claim is reproduced if each of its comparisons holds for the numbers of this run; the paper’s own numbers meet them all. The margins are ours.${
    reduced && ' Since the run is reduced, a claim that is not reproduced here is not thereby wrong.'
  }</p>
<ul class="claims">${items(told)}</ul>
${
  open.length > 0 &&
  html`<details><summary>${open.length} claim${open.length > 1 && 's'} that cannot be told: numbers are missing, or near chance</summary><ul class="claims">${items(open)}</ul></details>`
}`;
}
