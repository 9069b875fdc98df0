import { count } from '../../jobs/count.js';
import { scrolledTable } from '../../results/formats/html-elements.js';
import { type Html, html } from '../../results/formats/html-template.js';
import { judgeCell } from '../../results/formats/judgement.js';
import { columnMetric, type Table } from '../../results/table.js';
import type { Section } from '../page.js';
import { claimList } from './claims.js';

const verdicts = ['better', 'same', 'worse', 'missing'] as const;

/**
 * How many of a table's numbers stand how to the published ones. Those that are missing were not computed, `wholeOnly` are
 * those that compare only in whole runs; of neutral ones neither direction is better.
 */
export type Tally = Readonly<Record<(typeof verdicts)[number] | 'wholeOnly' | 'neutral', number>>;

/** Counts the cells of a table for which the paper has a value. */
export function tally(table: Table): Tally {
  const counts = { same: 0, better: 0, worse: 0, missing: 0, wholeOnly: 0, neutral: 0 };
  for (const { cells } of table.rows) {
    cells.forEach((cell, column) => {
      if (cell.published === undefined) return;
      if (columnMetric(table, column).higherIsBetter === undefined) counts.neutral += 1;
      else if (cell.difference === undefined) counts.missing += 1;
      else counts[judgeCell(table, cell, column)?.verdict ?? 'wholeOnly'] += 1;
    });
  }
  return counts;
}

const compared = (counts: Tally): number => verdicts.reduce((sum, verdict) => sum + counts[verdict], 0);

/** The run in one look: how the tables stand to the paper's, and which of its claims the numbers bear out. */
export function atAGlance(tables: readonly Table[]): Section | undefined {
  const rows = tables.map((table) => ({ table, counts: tally(table) }));
  const shown = rows.filter(({ counts }) => compared(counts) > 0);
  if (shown.length === 0) return undefined;
  const body = html`<p>${summary(rows.map(({ counts }) => counts))}</p>
${scrolledTable('Numbers beside the paper’s', { head: heads(), groups: [{ rows: shown.map(rowOf) }], className: 'tallies' })}
${claimList(tables)}`;
  return { id: 'at-a-glance', title: 'At a glance', body, entries: [{ id: 'claims', title: 'Claims' }] };
}

function summary(all: readonly Tally[]): string {
  const sum = (verdict: keyof Tally): number => all.reduce((total, counts) => total + counts[verdict], 0);
  const number = (verdict: keyof Tally): string => count(sum(verdict));
  const missing = sum('missing') > 0 ? `; ${number('missing')} are missing` : '';
  const sentences = [
    `Of ${count(all.reduce((total, counts) => total + compared(counts), 0))} numbers that the paper gives for what was run, ` +
      `${number('same')} are as the paper has them (within 1.5 units of its last digit), ${number('better')} better and ` +
      `${number('worse')} worse${missing}.`,
    sum('wholeOnly') > 0 &&
      `${number('wholeOnly')} more are left out: they compare only on the paper’s data, schedule and evaluation (times, ` +
        'likelihoods, quality of images).',
    sum('neutral') > 0 &&
      `${number('neutral')} are left out since neither direction is better (random coherence as the published code counts it).`,
  ];
  return sentences.filter(Boolean).join(' ');
}

function heads(): (Html | string)[] {
  const names = { better: 'better', same: 'as the paper', worse: 'worse', missing: 'missing' };
  const keyed = verdicts.map(
    (verdict) => html`<span class="key ${verdict}" aria-hidden="true"></span>${names[verdict]}`,
  );
  return ['table', ...keyed, html`<span class="unseen">shares</span>`];
}

function rowOf({ table: { number, metric }, counts }: { readonly table: Table; readonly counts: Tally }): Html {
  return html`<tr><th scope="row"><a href="#table-${number}">Table ${number}</a> <span class="soft">${metric.name}</span></th>
${verdicts.map((verdict) => html`<td>${counts[verdict]}</td>`)}<td>${bar(counts)}</td></tr>
`;
}

function bar(counts: Tally): Html {
  const total = compared(counts);
  let x = 0;
  const parts = verdicts.map((verdict) => {
    const width = (100 * counts[verdict]) / total;
    const part =
      width > 0 && html`<rect class="${verdict}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="10"/>`;
    x += width;
    return part;
  });
  return html`<svg class="tally" aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">${parts}</svg>`;
}
