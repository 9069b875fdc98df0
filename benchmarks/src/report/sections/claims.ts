import type { Cells } from '../../paper/claims/claim.js';
import { findTable } from '../../paper/tables/registry.js';
import { shownNumber } from '../../results/formats/cell-text.js';
import { folded, scrolledTable } from '../../results/formats/html-elements.js';
import { type Html, html } from '../../results/formats/html-template.js';
import {
  type JudgedClaim,
  type JudgedComparison,
  judgeClaim,
  judgedClaims,
  publishedIn,
} from '../../results/judge-claim.js';
import { columnMetric, type Table } from '../../results/table.js';

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

/** The claims with their verdicts and the numbers behind them. */
export function claimList(tables: readonly Table[]): Html | undefined {
  const judged = judgedClaims(tables);
  if (judged.length === 0) return undefined;
  const open = judged.filter(({ verdict }) => verdict === 'cannot be told');
  const told = judged.filter((one) => !open.includes(one));
  const items = (claims: readonly JudgedClaim[]): Html =>
    html`<ul class="claims">
${claims.map((one) => claimItem(one, tables.find(({ number }) => number === one.claim.table)!))}</ul>`;
  const untold = `${open.length} claim${open.length > 1 ? 's' : ''} that cannot be told: numbers are missing, or near chance`;
  const reduced = tables.some(({ context }) => context.reductions.length > 0);
  return html`<h3 id="claims">What the paper says, checked</h3>
<p>${summary(judged)} A claim is reproduced if each of its comparisons holds for the numbers of this run; the paper’s own numbers
meet them all. The margins are ours.${
    reduced && ' Since the run is reduced, a claim that is not reproduced here is not thereby wrong.'
  }</p>
${items(told)}
${open.length > 0 && folded(untold, items(open))}`;
}

function summary(judged: readonly JudgedClaim[]): string {
  const number = (wanted: JudgedClaim['verdict']): number => judged.filter(({ verdict }) => verdict === wanted).length;
  const howMany = (count: number): string => `${count} ${count === 1 ? 'is' : 'are'}`;
  return number('cannot be told') < judged.length
    ? `Of ${judged.length} claims that the paper makes about these tables, ${howMany(number('reproduced'))} reproduced, ` +
        `${howMany(number('not reproduced'))} not, and ${number('cannot be told')} cannot be told from this run.`
    : `None of the ${judged.length} claims that the paper makes about these tables can be told from this run.`;
}

function claimItem({ claim, verdict, comparisons }: JudgedClaim, table: Table): Html {
  const paper = judgeClaim(claim, publishedIn(findTable(claim.table))).comparisons;
  const rows = comparisons.map((comparison, i) => comparisonRow(comparison, paper[i]!, table));
  const { statement, source } = claim;
  const behind = scrolledTable(`Comparisons: ${statement}`, {
    head: ['this', 'ours, paper', html`<span class="unseen">relation</span>`, 'ours, paper', 'that', 'ours'],
    groups: [{ rows }],
    className: 'comparisons',
  });
  return html`<li><details class="claim ${verdict.replaceAll(' ', '-')}">
<summary><strong class="verdict"><span aria-hidden="true">${signs[verdict]}</span> ${verdict}</strong> ${statement}
<span class="source">${source} · ${tellingOf(comparisons)}</span></summary>
${behind}
</details></li>
`;
}

function tellingOf(comparisons: readonly JudgedComparison[]): string {
  const number = (wanted: JudgedComparison['state']): number =>
    comparisons.filter(({ state }) => state === wanted).length;
  const plural = comparisons.length > 1 ? 's' : '';
  const parts = [
    `${number('holds')} of ${comparisons.length} comparison${plural} hold${number('holds') === 1 ? 's' : ''}`,
    number('missing') > 0 && `${number('missing')} missing`,
    number('empty') > 0 && `${number('empty')} near chance`,
  ];
  return parts.filter(Boolean).join(', ');
}

function comparisonRow(comparison: JudgedComparison, paper: JudgedComparison, table: Table): Html {
  const { left, right, values, state } = comparison;
  const side = (cells: Cells, ours: number | undefined, published: number | undefined): Html =>
    html`<td><b>${numberOf(ours, cells, table)}</b><small>${numberOf(published, cells, table)}</small></td>`;
  return html`<tr class="${state}"><th scope="row">${nameOf(left, table)}</th>
${side(left, values.left, paper.values.left)}
<td class="relation">${relationOf(comparison)}</td>
${side(right, values.right, paper.values.right)}
<td class="name">${nameOf(right, table)}</td><td class="name">${states[state]}</td></tr>
`;
}

function nameOf({ experiment, columns, factor = 1 }: Cells, table: Table): string {
  const row = findTable(table.number).rows.find((one) => one.experiment === experiment);
  const labels = columns.map((key) => table.columns.find((column) => column.key === key)?.label ?? key);
  const name = labels.length > 1 ? `mean of ${labels.join('; ')}` : labels[0];
  return `${factor === 1 ? '' : `${factor} × `}${row?.label ?? experiment} ${name}`;
}

/** A number in the metric of the first column that it is made of. */
function numberOf(value: number | undefined, { columns }: Cells, table: Table): string {
  const at = table.columns.findIndex(({ key }) => key === columns[0]);
  return shownNumber(value, columnMetric(table, Math.max(0, at)));
}

/** The sign, and below it how much the right side is shifted or how far it may be away. */
function relationOf({ relation, margin }: JudgedComparison): Html {
  const size = shownNumber(Math.abs(margin), { digits: Number.isInteger(margin) ? 0 : 2 });
  if (relation === 'near') return html`≈<small>±${size}</small>`;
  return html`≥${margin !== 0 && html`<small>${margin > 0 ? '+' : '−'}${size}</small>`}`;
}
