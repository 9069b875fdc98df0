import type { Cells } from '../../paper/claims/claim.js';
import { findTable } from '../../paper/tables/registry.js';
import { shownNumber } from '../../results/formats/cell-text.js';
import { folded, scrolledTable } from '../../results/formats/html-elements.js';
import { type Html, html } from '../../results/formats/html-template.js';
import {
  type Estimate,
  type JudgedClaim,
  type JudgedComparison,
  judgeClaim,
  judgedClaims,
  publishedIn,
  type Verdict,
} from '../../results/judge-claim.js';
import { claimCount } from '../../results/learned.js';
import { columnMetric, type Table } from '../../results/table.js';
import type { Section } from '../page.js';

const order: readonly Verdict[] = ['holds', 'does not hold', 'cannot be told'];

const signs: Readonly<Record<Verdict, string>> = {
  holds: '✓',
  'does not hold': '✗',
  'cannot be told': '?',
};

const states: Readonly<Record<JudgedComparison['state'], string>> = {
  holds: '✓ holds',
  'within error': '≈ within the error',
  fails: '✗ fails',
  missing: '? missing',
  empty: '– near chance',
};

/** The claims with their verdicts and the numbers behind them. */
export function claimSection(tables: readonly Table[]): Section | undefined {
  const judged = judgedClaims(tables);
  if (judged.length === 0) return undefined;
  const place = ({ verdict }: JudgedClaim): number => order.indexOf(verdict);
  const items = judged
    .toSorted((a, b) => place(a) - place(b))
    .map((one) => claimItem(one, tables.find(({ number }) => number === one.claim.table)!));
  const reduced = tables.some(({ context }) => context.reductions.length > 0);
  const body = html`<p>${claimCount(tables)} A claim does not hold if one of its comparisons is missed by more than two standard errors, and
holds if three quarters of them are met and the others missed within the error; the paper’s own numbers meet them all. The margins are ours. In Tables 1–4 claims about MVAE are
judged on its row with the published code’s weights, from which the paper’s numbers come; what equal weights give, as the paper’s
text has it, is told beside it.${
    reduced && ' Since the run is reduced, a claim that does not hold here is not thereby wrong.'
  }</p>
${folded(
  'The claims, one by one, with the numbers behind them',
  html`<ul class="claims">
${items}</ul>`,
)}`;
  return { id: 'claims', title: 'What the paper says, checked', body };
}

function claimItem(judged: JudgedClaim, table: Table): Html {
  const { claim, verdict, comparisons } = judged;
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
<span class="source">${source} · ${tellingOf(judged)}</span></summary>
${behind}
</details></li>
`;
}

/** How many comparisons of a claim hold, what keeps others from being told, and what else its verdict rests on. */
export function tellingOf({ comparisons, leftOut = [], corrected }: JudgedClaim): string {
  const number = (wanted: JudgedComparison['state']): number =>
    comparisons.filter(({ state }) => state === wanted).length;
  const plural = comparisons.length > 1 ? 's' : '';
  const parts = [
    `${number('holds')} of ${comparisons.length} comparison${plural} hold${number('holds') === 1 ? 's' : ''}`,
    number('within error') > 0 && `${number('within error')} missed within the error`,
    number('missing') > 0 && `${number('missing')} missing`,
    number('empty') > 0 && `${number('empty')} near chance`,
    leftOut.length > 0 && `without ${leftOut.join(', ')}, which was not run`,
    corrected && `with equal weights in MVAE: ${corrected}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function comparisonRow(comparison: JudgedComparison, paper: JudgedComparison, table: Table): Html {
  const { left, right, values, state } = comparison;
  const side = (cells: Cells, ours?: Estimate, published?: Estimate): Html => {
    const error = ours && Number.isFinite(ours.error) && html` title="standard error ${ours.error.toFixed(3)}"`;
    return html`<td${error}><b>${numberOf(ours, cells, table)}</b><small>${numberOf(published, cells, table)}</small></td>`;
  };
  return html`<tr class="${state.replaceAll(' ', '-')}"><th scope="row">${nameOf(left, table)}</th>
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
function numberOf(estimate: Estimate | undefined, { columns }: Cells, table: Table): string {
  const at = table.columns.findIndex(({ key }) => key === columns[0]);
  return shownNumber(estimate?.value, columnMetric(table, Math.max(0, at)));
}

/** The sign, and below it how much the right side is shifted or how far it may be away. */
function relationOf({ relation, margin }: JudgedComparison): Html {
  const size = shownNumber(Math.abs(margin), { digits: Number.isInteger(margin) ? 0 : 2 });
  if (relation === 'near') return html`≈<small>±${size}</small>`;
  return html`≥${margin !== 0 && html`<small>${margin > 0 ? '+' : '−'}${size}</small>`}`;
}
